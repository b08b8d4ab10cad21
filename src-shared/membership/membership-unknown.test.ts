import { describe, expect, it } from 'vitest';
import {
  aPod,
  aService,
  aSlice,
  aTargetRef,
  anEndpoint,
  anEndpointOf,
  conditionsOf,
} from '../../test/support/builders.ts';
import type { Pod } from '../kube/pod.ts';
import type { Membership, MembershipInput, MemberRow } from './member.ts';
import { membershipOf } from './membership.ts';

const NODES = new Map([['node-1', { ready: true }]]);

function membership(input: Partial<MembershipInput>): Membership {
  return membershipOf({ service: aService(), slices: [], pods: [], endpoints: null, nodes: NODES, ...input });
}

const brief = ({ state, reasons }: MemberRow): string => [state, ...reasons.map(({ code }) => code)].join(' ');
const pod = aPod();
const listed = [aSlice({ endpoints: [anEndpointOf(pod)] })];

describe('slices that lag behind the Pods (R9)', () => {
  it('a Pod that should be in and stands nowhere', () => {
    const result = membership({ pods: [pod] });
    expect(result.rows.map(brief)).toEqual(['out slices-lag']);
    expect(result.none).toEqual({ code: 'slices-lag', pods: 1 });
  });

  it('a Pod that is gone and still stands there', () => {
    expect(membership({ slices: listed }).rows.map(brief)).toEqual(['in slices-lag deleted']);
  });

  it('a Pod that is no longer selected and still gets traffic', () => {
    const other = aPod({ meta: { labels: { app: 'other' } } });
    const result = membership({ pods: [other], slices: listed });
    expect(result.rows.map(brief)).toEqual(['in slices-lag not-selected']);
    expect(result.rows[0]?.selected).toBe(false);
  });

  it('a Pod that has completed and still stands there', () => {
    expect(membership({ pods: [aPod({ phase: 'Succeeded' })], slices: listed }).rows.map(brief)).toEqual([
      'in slices-lag phase',
    ]);
  });

  it('readiness, address or port that is not yet what the Pod has', () => {
    const reasons = (input: Partial<MembershipInput>): readonly string[] => membership(input).rows.map(brief);
    expect(reasons({ pods: [aPod({ conditions: conditionsOf(false) })], slices: listed })).toEqual([
      'in slices-lag not-ready',
    ]);
    const unready = [aSlice({ endpoints: [anEndpointOf(pod, { ready: false, serving: false })] })];
    expect(reasons({ pods: [pod], slices: unready })).toEqual(['not-ready slices-lag']);
    expect(reasons({ pods: [aPod({ podIPs: ['10.244.0.9'] })], slices: listed })).toEqual(['in slices-lag']);
    const [port] = aService().ports;
    const moved = aService({ ports: port === undefined ? [] : [{ ...port, targetPort: 9090 }] });
    expect(reasons({ service: moved, pods: [pod], slices: listed })).toEqual(['in slices-lag']);
  });

  it('is not claimed of addresses somebody else writes', () => {
    const slices = [aSlice({ managedBy: 'me', endpoints: [anEndpoint({ targetRef: aTargetRef(aPod()) })] })];
    expect(membership({ pods: [aPod({ podIPs: ['10.244.0.9'] })], slices }).rows.map(brief)).toEqual(['in hand-made']);
  });
});

describe('what may not be read is unknown, never zero and never wrong (R20)', () => {
  it('slices: no state, no count, no claim', () => {
    const result = membership({ pods: [pod], slices: null });
    expect(result.rows.map(brief)).toEqual(['unknown slices-unknown']);
    expect(result).toMatchObject({ counts: null, none: { code: 'slices-unknown' } });
  });

  it('slices: what the Pod itself shows is still said', () => {
    const failed = aPod({ phase: 'Failed' });
    expect(membership({ pods: [failed], slices: null }).rows.map(brief)).toEqual(['unknown slices-unknown phase']);
  });

  it('Pods: what the slices say stands, and the Pod is not called gone', () => {
    expect(membership({ pods: null, slices: listed }).rows.map(brief)).toEqual(['in ready pod-unknown']);
    const unready = [aSlice({ endpoints: [anEndpointOf(pod, { ready: false, serving: false })] })];
    expect(membership({ pods: null, slices: unready })).toMatchObject({ none: { code: 'none-ready', pods: 1 } });
  });

  it('Pods: an empty Service is not told that no Pod matches', () => {
    expect(membership({ pods: null }).none).toEqual({ code: 'pods-unknown' });
  });

  it('a Pod of another namespace, named by a hand-made slice, is not called gone', () => {
    const targetRef = { ...aTargetRef(pod), namespace: 'other' };
    const slices = [aSlice({ endpoints: [anEndpoint({ targetRef })] })];
    expect(membership({ slices }).rows.map(brief)).toEqual(['in ready pod-unknown']);
  });

  it('Nodes: a Pod left out for a missing Node can’t be told from a lag, and both are said', () => {
    const stray = aPod({ nodeName: 'gone' });
    expect(membership({ pods: [stray], nodes: null }).rows.map(brief)).toEqual(['out slices-lag node-unknown']);
  });
});

describe('finding the Pod of an endpoint', () => {
  it('by uid: a Pod made anew under the same name is another one', () => {
    const anew = aPod({ meta: { uid: 'new' }, podIPs: ['10.244.0.9'] });
    const result = membership({ pods: [anew], slices: listed });
    expect(result.rows.map(({ key, state }) => [key, state])).toEqual([
      ['uid-pod-web-1', 'in'],
      ['new', 'out'],
    ]);
  });

  it('by name where the slice gives no uid, without a second row for the Pod', () => {
    const targetRef = { ...aTargetRef(pod), uid: '', namespace: '' };
    const slices = [aSlice({ endpoints: [anEndpoint({ targetRef })] })];
    const result = membership({ pods: [pod], slices });
    expect(result.rows.map(brief)).toEqual(['in ready']);
    expect(result.rows[0]).toMatchObject({ name: 'web-1', pod: { kind: 'Pod' }, selected: true });
  });

  it('an address without a uid joins the one Pod that has it', () => {
    const slices = [...listed, aSlice({ meta: { name: 'other' }, managedBy: null, endpoints: [anEndpoint()] })];
    expect(membership({ pods: [pod], slices }).rows.map(brief)).toEqual(['in ready']);
  });

  it('an address without a uid that several Pods have (hostNetwork) stays by itself', () => {
    const pods = ['web-1', 'web-2'].map((name) => aPod({ meta: { name }, hostNetwork: true, podIPs: ['192.0.2.1'] }));
    const bare = aSlice({
      meta: { name: 'x' },
      managedBy: null,
      endpoints: [anEndpoint({ addresses: ['192.0.2.1'] })],
    });
    const slices = [aSlice({ endpoints: pods.map((each) => anEndpointOf(each)) }), bare];
    expect(membership({ pods, slices }).rows.map(({ name }) => name)).toEqual(['192.0.2.1', 'web-1', 'web-2']);
  });

  it('a Pod named without a uid has a row of its own, though a Pod that is listed has the same address (hostNetwork)', () => {
    const onNode = (name: string): Pod => aPod({ meta: { name }, hostNetwork: true, podIPs: ['192.0.2.1'] });
    const [one, two] = [onNode('web-1'), onNode('web-2')];
    const targetRef = { ...aTargetRef(two), uid: '' };
    const hand = aSlice({
      meta: { name: 'a-hand' },
      managedBy: null,
      endpoints: [anEndpoint({ addresses: ['192.0.2.1'], targetRef })],
    });
    const result = membership({ pods: [one, two], slices: [aSlice({ endpoints: [anEndpointOf(one)] }), hand] });
    expect(result.rows.map(({ key, name, selected }) => [key, name, selected])).toEqual([
      ['uid-pod-web-1', 'web-1', true],
      ['192.0.2.1', 'web-2', true],
    ]);
    expect(result.rows.flatMap(({ reasons }) => reasons.map(({ code }) => code))).toEqual(['ready', 'hand-made']);
  });
});
