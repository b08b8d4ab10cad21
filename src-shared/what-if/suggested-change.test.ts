import { describe, expect, it } from 'vitest';
import { aPod, aService, aServicePort } from '../../test/support/builders.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { inputOf } from '../../test/support/findings/world.ts';
import { finding } from '../findings/catalogue.ts';
import { diagnose } from '../findings/diagnose.ts';
import { labelsChange, suggestedChange } from './suggested-change.ts';

const object = { kind: 'Service', namespace: 'default', name: 'web', field: null };
const meant = { index: 0, from: 8081, to: 8080 };
const run = { port: 80, targetPort: 8081, silent: [], failed: 3, answered: 0, at: 0 };
const probe = { pods: ['a'], container: 'web', probePort: 8080, targetPorts: [8081] };

const edit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 8081, to: 8080 };

describe('suggestedChange', () => {
  it('gives the Service the selector of the nearest Pods', () => {
    const world = SERVICE_CASES.find(({ code }) => code === 'selector-matches-no-pod')?.raised;
    if (world === undefined) throw new Error('no case');
    const input = inputOf(world);
    const [found] = diagnose(input).filter(({ code }) => code === 'selector-matches-no-pod');
    const change = found === undefined ? null : suggestedChange(found, input.service);
    expect(change).toMatchObject({ kind: 'Service', uid: input.service.meta.uid, namespace: 'default' });
    expect(change?.edits).toEqual([{ field: 'selector', from: input.service.selector, to: { app: 'myapp-rs' } }]);
  });

  it.each([
    ['is refused', finding('traffic-refused', object, { ...run, meant }), edit],
    [
      'is refused, and which one is meant is not told',
      finding('traffic-refused', object, { ...run, meant: null }),
      null,
    ],
    ['is not the one probed', finding('probe-port-not-targeted', object, { ...probe, meant }), edit],
    [
      'is not the one probed, and both are',
      finding('probe-port-not-targeted', object, { ...probe, meant: null }),
      null,
    ],
  ])('sends a port to the number that is meant where it %s', (_, found, expected) => {
    const service = aService({ ports: [aServicePort({ port: 80, targetPort: 8081 })] });
    expect(suggestedChange(found, service)?.edits ?? null).toEqual(expected === null ? null : [expected]);
  });

  it('takes back publishNotReadyAddresses, and suggests nothing for what no edit mends', () => {
    const service = aService({ publishNotReadyAddresses: true });
    const edit = { field: 'publishNotReadyAddresses', from: true, to: false };
    expect(suggestedChange(finding('not-ready-gets-traffic', object, { pods: ['a'] }), service)?.edits).toEqual([edit]);
    expect(suggestedChange(finding('headless', object, {}), service)).toBeNull();
    const forPeers = finding('not-ready-gets-traffic', object, { pods: ['a'] }, { severity: 'info' });
    expect(suggestedChange(forPeers, service)).toBeNull();
  });
});

it('adds labels to those a Pod has', () => {
  const pod = aPod({ meta: { labels: { app: 'wbe', tier: 'front' } } });
  expect(labelsChange(pod, { app: 'web' }).edits).toEqual([
    { field: 'labels', from: { app: 'wbe', tier: 'front' }, to: { app: 'web', tier: 'front' } },
  ]);
});
