import { describe, expect, it } from 'vitest';
import {
  aContainer,
  anEndpointOf,
  aPod,
  aService,
  aServicePort,
  aSlice,
  conditionsOf,
} from '../../test/support/builders.ts';
import { NOW, nodesOf } from '../../test/support/findings/world.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { ServiceEdit } from './change.ts';
import { type Comparison, compareOutcomes } from './compare.ts';
import type { WhatIfWorld } from './hypothetical.ts';
import { asItIs, hypothetical } from './hypothetical.ts';
import { indexLabels } from './label-index.ts';
import { lineDiff } from './line-diff.ts';
import { lostOwner } from './lost-owner.ts';
import { suggestedChange } from './suggested-change.ts';

const nodes = nodesOf({ 'node-1': true });
const pod = (name: string, app: string, more: Parameters<typeof aPod>[0] = {}) =>
  aPod({ ...more, meta: { name, labels: { app }, ...more.meta } });

function compared(service: Service, pods: readonly Pod[], ...edits: readonly ServiceEdit[]): Comparison {
  return comparedIn({ slices: null }, service, pods, ...edits);
}

function comparedIn(
  { slices }: Pick<WhatIfWorld, 'slices'>,
  service: Service,
  pods: readonly Pod[],
  ...edits: readonly ServiceEdit[]
): Comparison {
  const world = {
    service,
    slices,
    pods: indexLabels(pods),
    nodes,
    namespaceServices: [],
    workloads: [],
    networkPolicies: [],
    kubeProxy: null,
    flapping: null,
    traffic: null,
    now: NOW,
  };
  const { namespace, name, uid } = service.meta;
  const change = { kind: 'Service' as const, namespace, name, uid, resourceVersion: null, edits };
  return compareOutcomes(asItIs(world), hypothetical(world, change));
}
const fates = ({ members }: Comparison): readonly string[] => members.map(({ name, fate }) => `${name} ${fate}`);
const codes = (findings: Comparison['gone']): readonly string[] => findings.map(({ code }) => code);
const http = (containerPort: number) => ({
  containers: [aContainer({ ports: [{ name: 'http', containerPort, protocol: 'TCP' as const }] })],
});

describe('what becomes of whom', () => {
  const down = { conditions: conditionsOf(false) };
  const PODS = [
    pod('a', 'old'),
    pod('b', 'new'),
    pod('c', 'old', down),
    pod('d', 'new', down),
    pod('e', 'new', { phase: 'Succeeded' }),
  ];

  it('of those who enter, leave and are listed without traffic', () => {
    const edit: ServiceEdit = { field: 'selector', from: { app: 'old' }, to: { app: 'new' } };
    const comparison = compared(aService({ selector: { app: 'old' } }), PODS, edit);
    expect(fates(comparison)).toEqual(['b enters', 'a leaves', 'd listed', 'c unlisted', 'e noted']);
    expect(comparison.members.map(({ reasons }) => reasons[0]?.code)).toEqual([
      'ready',
      'not-selected',
      'not-ready',
      'not-selected',
      'phase',
    ]);
    expect(comparison.counts).toEqual({ before: { ready: 1, total: 2 }, after: { ready: 1, total: 2 } });
  });

  it('of those who lose traffic, or get it at another port', () => {
    const service = aService({ selector: { app: 'old' }, ports: [aServicePort({ targetPort: 8080 })] });
    const pods = [pod('a', 'old', http(8080)), pod('b', 'old', http(9090)), pod('c', 'old')];
    const comparison = compared(service, pods, {
      field: 'targetPort',
      port: 80,
      protocol: 'TCP',
      from: 8080,
      to: 'http',
    });
    expect(fates(comparison)).toEqual(['c unreachable', 'b ports']);
    expect(comparison.members[1]).toMatchObject({ portsBefore: [8080], portsAfter: [9090] });
    expect(comparison.ports).toMatchObject([{ before: { ready: 3, total: 3 }, after: { ready: 2, total: 2 } }]);
    expect(codes(comparison.come)).toContain('named-port-missing');
  });

  it('nothing, where two ports change and the numbers behind them do not', () => {
    const ports = ['http', 'metrics'].map((name, index) => aServicePort({ name, port: 80 + index, targetPort: name }));
    const swapped = ports.map(({ port, protocol }, index): ServiceEdit => {
      const [from = '', to = ''] = index === 0 ? ['http', 'metrics'] : ['metrics', 'http'];
      return { field: 'targetPort', port, protocol, from, to };
    });
    const service = aService({ selector: { app: 'old' }, ports });
    expect(fates(compared(service, [pod('a', 'old', http(8080))], ...swapped))).toEqual([]);
  });

  it('nothing, where nothing changes', () => {
    const edit: ServiceEdit = { field: 'publishNotReadyAddresses', from: false, to: true };
    const comparison = compared(aService({ selector: { app: 'old' } }), [pod('a', 'old')], edit);
    expect([comparison.members, comparison.gone, comparison.come]).toEqual([[], [], []]);
  });
});

describe('the findings', () => {
  it('that go and come, and what they suggest', () => {
    const service = aService({ selector: { app: 'webb' } });
    const pods = [pod('a', 'web'), pod('b', 'web')];
    const edit: ServiceEdit = { field: 'selector', from: { app: 'webb' }, to: { app: 'web' } };
    const { gone, come, cleared } = compared(service, pods, edit);
    expect([codes(gone), codes(come)]).toEqual([['selector-matches-no-pod'], []]);
    expect(cleared?.code).toBe('nothing-visible');
    expect(gone.map((finding) => suggestedChange(finding, service)?.edits)).toEqual([[edit]]);
  });

  it('that stay are not gone and come again: a selector that selects nobody, whatever else is edited', () => {
    const service = aService({ selector: { app: 'webb' } });
    const edit: ServiceEdit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 8080, to: 9090 };
    const { gone, come } = compared(service, [pod('a', 'web')], edit);
    expect([codes(gone), codes(come)]).toEqual([[], []]);
  });

  it('that stay are not gone and come again: one endpoint, in a slice that has another name then', () => {
    const only = pod('a', 'web');
    const slices = [aSlice({ endpoints: [anEndpointOf(only)] })];
    const edit: ServiceEdit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 8080, to: 9090 };
    const { gone, come } = comparedIn({ slices }, aService(), [only], edit);
    expect([codes(gone), codes(come)]).toEqual([[], []]);
  });

  it('suggest the port name that is most like the one that is missing', () => {
    const service = aService({ selector: { app: 'web' }, ports: [aServicePort({ targetPort: 'htp' })] });
    const edit: ServiceEdit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 'htp', to: 'http' };
    const { gone } = compared(service, [pod('a', 'web', http(8080))], edit);
    expect(gone.map((finding) => suggestedChange(finding, service)?.edits)).toEqual([[edit]]);
  });
});

describe('the owner of a Pod', () => {
  const owner = { kind: 'ReplicaSet', name: 'web-rs', uid: 'rs', controller: true };
  const owned = aPod({ meta: { labels: { app: 'web', tier: 'x' }, ownerReferences: [owner] } });
  const workload = {
    kind: 'ReplicaSet' as const,
    meta: { ...owned.meta, uid: 'rs' },
    replicas: 1,
    currentReplicas: 1,
    podLabels: { app: 'web' },
  };
  it.each([
    ['a label of the template changes', { app: 'api', tier: 'x' }, [workload], ['app']],
    ['a label of the template goes', { tier: 'x' }, [workload], ['app']],
    ['another label changes', { app: 'web', tier: 'y' }, [workload], null],
    ['any label changes, and the template is not known', { app: 'web', tier: 'y' }, null, ['tier']],
    ['a label comes', { app: 'web', tier: 'x', more: '1' }, null, null],
  ] as const)('%s', (_, labels, workloads, keys) => {
    expect(lostOwner(owned, labels, workloads)?.keys ?? null).toEqual(keys);
  });

  it('is nobody’s loss where there is none', () => {
    expect(lostOwner(aPod(), {}, null)).toBeNull();
  });
});

describe('the difference of two texts', () => {
  const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
  const shown = (before: string, after: string): readonly string[] =>
    lineDiff(before, after).map(
      ({ kind, text: line }) => `${{ same: ' ', gone: '-', come: '+', skip: '~' }[kind]}${line}`,
    );
  it.each([
    [text('a', 'b'), text('a', 'b'), []],
    [text('a', 'b', 'c'), text('a', 'x', 'c'), [' a', '-b', '+x', ' c']],
    [text('1', '2', '3', '4', 'b'), text('1', '2', '3', '4', 'b', 'c'), ['~', ' 3', ' 4', ' b', '+c']],
    [text('a', 'b', 'c', 'd'), text('a', 'c', 'x', 'd'), [' a', '-b', ' c', '+x', ' d']],
    ['', text('a'), ['-', '+a']],
  ])('%#', (before, after, lines) => {
    expect(shown(before, after)).toEqual(lines);
  });
});
