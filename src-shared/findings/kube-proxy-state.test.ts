import { expect, it } from 'vitest';
import { nodesOf } from '../../test/support/findings/world.ts';
import type { DataPlane } from '../kube/data-plane.ts';
import { kubeProxyState, refusedDataPlane } from './kube-proxy-state.ts';

const selector = 'k8s-app=kube-proxy';
const nodes = nodesOf({ 'node-1': true, 'node-2': true, 'node-3': false });
const plane = (...where: readonly (string | null)[]): DataPlane => ({
  ...{ kind: 'kube-proxy', selector, total: 2 + where.length, ready: 2 },
  notReady: where.map((node, index) => ({ pod: `p${String(index)}`, node })),
});
const counted = (of: DataPlane, known: typeof nodes | null = nodes): readonly unknown[] => {
  const state = kubeProxyState(of, known);
  return state?.kind === 'kube-proxy' ? [state.ready, state.total, state.selector] : [];
};

it('counts kube-proxy on Nodes that are Ready, and leaves those out that are not or are gone', () => {
  expect(counted(plane('node-1'))).toEqual([2, 3, selector]);
  expect(counted(plane('node-3', 'gone'))).toEqual([2, 2, selector]);
  expect(counted(plane('node-1', 'node-3'))).toEqual([2, 3, selector]);
  expect(counted(plane(null))).toEqual([2, 3, selector]);
});

it('names those that are not ready, and nobody who is excused', () => {
  expect(kubeProxyState(plane('node-1', 'node-3', 'node-2'), nodes)).toMatchObject({ notReady: ['p0', 'p2'] });
});

it('excuses nobody where Nodes are not known', () => {
  expect(counted(plane('node-1', 'node-3'), null)).toEqual([2, 4, selector]);
});

it('knows another data plane by its DaemonSet, and nothing of one that is not told', () => {
  const other = { kind: 'other', name: 'Cilium', daemonSet: 'anetd' } as const;
  expect(kubeProxyState(other, nodes)).toEqual(other);
  expect(kubeProxyState({ kind: 'unrecognised' }, nodes)).toBeNull();
  expect(refusedDataPlane({ kind: 'unrecognised' })).toBeNull();
});

it('names the permission that is missing in kube-system', () => {
  const denied = { kind: 'denied', verb: 'list', resource: 'pods' } as const;
  expect(kubeProxyState(denied, nodes)).toBeNull();
  expect(refusedDataPlane(denied)).toMatchObject({
    look: 'data-plane',
    verb: 'list',
    resource: 'pods',
    namespace: 'kube-system',
  });
});
