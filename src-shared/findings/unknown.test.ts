import { describe, expect, it } from 'vitest';
import { POD_CASES } from '../../test/support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../../test/support/findings/cases-traffic.ts';
import type { World } from '../../test/support/findings/world.ts';
import { aWorld, inputOf } from '../../test/support/findings/world.ts';
import { aService, aSlice } from '../../test/support/builders.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { overviewFindings } from './overview-findings.ts';

const WORLDS: readonly World[] = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES].flatMap(({ raised, nearMiss }) => [
  raised,
  nearMiss,
]);
const key = ({ code, object, parameters }: Finding): string => JSON.stringify([code, object.name, parameters]);
const serious = (input: DiagnosisInput): readonly Finding[] =>
  diagnose(input).filter(({ severity, code }) => severity !== 'info' && !code.endsWith('-unknown'));
const denied = (kind: string, resource: string) => ({ kind, verb: 'list', resource, namespace: 'default' });

/** What may be missing, and the findings that then are told less exactly, with what stands for them. */
const MISSING: readonly (readonly [string, Partial<DiagnosisInput>, Readonly<Record<string, string>>])[] = [
  ['workloads', { workloads: null }, { 'selector-matches-no-pod': 'workload' }],
  ['Services of the namespace', { namespaceServices: null }, {}],
  ['NetworkPolicies', { networkPolicies: null }, {}],
  ['Events', { events: null }, {}],
  ['other namespaces', { elsewhere: null }, {}],
  ['kube-system', { kubeProxy: null }, {}],
  ['Endpoints', { endpoints: null }, {}],
  ['a traffic run', { lastTraffic: null }, {}],
  ['the time of the last change', { lastChange: null }, { 'no-endpoint-ready': 'slices-lag' }],
  ['Nodes', { nodes: null }, { 'pod-not-ready': 'node-not-ready', 'no-endpoint-ready': 'slices-lag' }],
  ['slices', { slices: null }, {}],
  ['Pods', { pods: null, namespacePods: null }, { 'no-endpoint-ready': '' }],
];

describe.each(MISSING)('without %s', (_, without, instead) => {
  it('no error or warning is raised that is not raised with it', () => {
    for (const world of WORLDS) {
      const input = inputOf(world);
      const known = serious(input).map(({ code }) => code);
      const wrong = serious({ ...input, ...without })
        .map(({ code }) => code)
        .filter((code) => !known.includes(code))
        .filter((code) => !(code in instead && known.some((each) => each.startsWith(instead[code] ?? ''))));
      expect(wrong).toEqual([]);
    }
  });

  it('nothing is called well that is not', () => {
    for (const world of WORLDS) {
      const input = inputOf(world);
      if (!diagnose(input).some(({ code }) => code === 'nothing-visible') && 'pods' in without) {
        expect(diagnose({ ...input, ...without }).map(({ code }) => code)).not.toContain('nothing-visible');
      }
    }
  });
});

describe('R20: what may not be read is unknown, and the missing permission is named', () => {
  it('Pods: not "no Pod matches", even where the slices are empty', () => {
    const input = inputOf(aWorld({ pods: null, slices: [], deniedKinds: [denied('Pod', 'pods')] }));
    expect(diagnose(input).map(({ code }) => code)).toEqual(['pods-unknown']);
    expect(diagnose(input)[0]?.parameters).toEqual({ denied: denied('Pod', 'pods') });
  });

  it('Pods, with endpoints that are not ready: that much the slices say', () => {
    const { slices } = inputOf(aWorld({ slices: 'written' }));
    const unready = (slices ?? []).map((slice) => ({
      ...slice,
      endpoints: slice.endpoints.map((each) => ({
        ...each,
        conditions: { ready: false, serving: false, terminating: false },
      })),
    }));
    const input = inputOf(aWorld({ pods: null, slices: unready }));
    expect(diagnose(input).map(({ code }) => code)).toEqual(['pods-unknown', 'no-endpoint-ready']);
  });

  it('slices: no Pod is said to be out, nobody to be without traffic', () => {
    const input = inputOf(aWorld({ slices: null, deniedKinds: [denied('EndpointSlice', 'endpointslices')] }));
    expect(diagnose(input).map(({ code }) => code)).toEqual(['slices-unknown']);
  });

  it('both, while nothing has been read yet: unknown, and no permission is blamed', () => {
    const findings = diagnose(inputOf(aWorld({ pods: null, slices: null })));
    expect(findings.map(({ code, parameters }) => [code, parameters])).toEqual([
      ['pods-unknown', { denied: null }],
      ['slices-unknown', { denied: null }],
    ]);
  });

  it('looks beyond the Service that were refused, each with what is not known for it', () => {
    const refused = { kind: 'Pod', verb: 'list', resource: 'pods' };
    const refusedLooks = [
      { ...refused, look: 'elsewhere', namespace: null },
      { ...refused, look: 'data-plane', namespace: 'kube-system' },
    ] as const;
    const said = (world: Partial<World>) =>
      diagnose(inputOf(aWorld({ refusedLooks, ...world })))
        .filter(({ code }) => code === 'kind-unknown')
        .map(({ parameters, severity }) => [parameters, severity]);
    expect(said({})).toEqual([
      [{ look: 'elsewhere', denied: { ...refused, namespace: null } }, 'info'],
      [{ look: 'data-plane', denied: { ...refused, namespace: 'kube-system' } }, 'info'],
    ]);
    expect(said({ service: aService({ clusterIPs: ['None'] }) })).toMatchObject([[{ look: 'elsewhere' }, 'info']]);
  });

  it('Pods of a Service without a selector are no matter', () => {
    const input = inputOf(aWorld({ service: aService({ selector: null }), pods: null, slices: [aSlice()] }));
    expect(diagnose(input).map(({ code }) => code)).toEqual(['no-selector-no-address']);
  });
});

it('the overview says what diagnose says, less exactly where it knows less', () => {
  for (const world of WORLDS) {
    const input = inputOf(world);
    const all = new Set(diagnose(input).map(key));
    const { findings } = overviewFindings(input);
    const strange = findings.filter((each) => !all.has(key(each)) && each.code !== 'selector-matches-no-pod');
    expect(strange.map(({ code }) => code)).toEqual([]);
  }
});
