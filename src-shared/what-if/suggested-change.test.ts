import { describe, expect, it } from 'vitest';
import { aContainer, aPod, aService, aServicePort } from '../../test/support/builders.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { inputOf } from '../../test/support/findings/world.ts';
import { finding } from '../findings/catalogue.ts';
import { diagnose } from '../findings/diagnose.ts';
import { labelsChange, suggestedChange } from './suggested-change.ts';

const object = { kind: 'Service', namespace: 'default', name: 'web', field: null };
const declaring = (name: string | null, ...ports: readonly number[]) =>
  aPod({
    containers: [
      aContainer({ ports: ports.map((containerPort) => ({ name, containerPort, protocol: 'TCP' as const })) }),
    ],
  });
const listening = (...ports: readonly number[]) => declaring(null, ...ports);
const refused = finding('traffic-refused', object, {
  port: 80,
  targetPort: 8081,
  silent: [],
  failed: 3,
  answered: 0,
  at: 0,
});

describe('suggestedChange', () => {
  it('gives the Service the selector of the nearest Pods', () => {
    const world = SERVICE_CASES.find(({ code }) => code === 'selector-matches-no-pod')?.raised;
    if (world === undefined) throw new Error('no case');
    const input = inputOf(world);
    const [found] = diagnose(input).filter(({ code }) => code === 'selector-matches-no-pod');
    const change = found === undefined ? null : suggestedChange(found, input.service, []);
    expect(change).toMatchObject({ kind: 'Service', uid: input.service.meta.uid, namespace: 'default' });
    expect(change?.edits).toEqual([{ field: 'selector', from: input.service.selector, to: { app: 'myapp-rs' } }]);
  });

  const onPort80 = aService({ ports: [aServicePort({ port: 80, targetPort: 8081 })] });

  it('sends a port that is refused to the one port the Pods declare', () => {
    const edit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 8081, to: 8080 };
    expect(suggestedChange(refused, onPort80, [listening(8080), declaring('http', 8080)])?.edits).toEqual([edit]);
  });

  it.each([
    ['of several', refused, [listening(8080, 9090)]],
    ['the same', refused, [listening(8081)]],
    ['of another purpose, beside the one that refuses', refused, [listening(8080, 8081)]],
    ['of another purpose in one of the Pods', refused, [listening(8080), listening(8080, 8081)]],
    ['that some do not declare', refused, [listening(8080), listening()]],
    ['for metrics', refused, [declaring('metrics', 9090), declaring('http-metrics', 9090)]],
    ['for probes', refused, [declaring('healthz', 8080)]],
    ['where others answered', { ...refused, parameters: { ...refused.parameters, answered: 9 } }, [listening(8080)]],
  ])('but to none %s', (_, finding, pods) => {
    expect(suggestedChange(finding, onPort80, pods)).toBeNull();
  });

  it('takes back publishNotReadyAddresses, and suggests nothing for what no edit mends', () => {
    const service = aService({ publishNotReadyAddresses: true });
    const edit = { field: 'publishNotReadyAddresses', from: true, to: false };
    expect(suggestedChange(finding('not-ready-gets-traffic', object, { pods: ['a'] }), service, [])?.edits).toEqual([
      edit,
    ]);
    expect(suggestedChange(finding('headless', object, {}), service, [])).toBeNull();
    const meant = finding('not-ready-gets-traffic', object, { pods: ['a'] }, { severity: 'info' });
    expect(suggestedChange(meant, service, [])).toBeNull();
  });
});

describe('a port that is probed and not targeted is suggested', () => {
  const probed = finding('probe-port-not-targeted', object, {
    pods: ['a'],
    container: 'web',
    probePort: 8080,
    targetPorts: [8081],
  });
  const to = (port: Parameters<typeof aServicePort>[0], service: Parameters<typeof aService>[0] = {}) =>
    aService({ ports: [aServicePort({ targetPort: 8081, ...port })], ...service });

  it('where the Pods declare it, and not the one that is targeted', () => {
    const change = suggestedChange(probed, to({}), [listening(8080), listening(8080, 9090)]);
    expect(change?.edits).toMatchObject([{ field: 'targetPort', from: 8081, to: 8080 }]);
  });

  it.each([
    ['where they declare both: a port for probes', to({}), [listening(8080, 8081)]],
    ['where one of them does not declare it', to({}), [listening(8080), listening()]],
    ['over UDP', to({ protocol: 'UDP' }), [listening(8080)]],
    ['of a headless Service', to({}, { clusterIPs: ['None'] }), [listening(8080)]],
    ['of one of several ports', to({}, { ports: [aServicePort(), aServicePort({ port: 81 })] }), [listening(8080)]],
  ])('not %s', (_, service, pods) => {
    expect(suggestedChange(probed, service, pods)).toBeNull();
  });
});

it('adds labels to those a Pod has', () => {
  const pod = aPod({ meta: { labels: { app: 'wbe', tier: 'front' } } });
  expect(labelsChange(pod, { app: 'web' }).edits).toEqual([
    { field: 'labels', from: { app: 'wbe', tier: 'front' }, to: { app: 'web', tier: 'front' } },
  ]);
});
