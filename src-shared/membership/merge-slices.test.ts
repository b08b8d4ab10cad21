import { describe, expect, it } from 'vitest';
import { anEndpoint, anEndpointOf, aPod, aSlice } from '../../test/support/builders.ts';
import type { Endpoint, TargetRef } from '../kube/endpoint-slice.ts';
import { mergeSlices } from './merge-slices.ts';

const ADDRESS = '192.0.2.1';
const onNode = (name: string): Endpoint =>
  anEndpointOf(aPod({ meta: { name, uid: `uid-${name}` }, hostNetwork: true, podIPs: [ADDRESS] }));
const byHand = (ref: Partial<TargetRef> | null): Endpoint =>
  anEndpoint({
    addresses: [ADDRESS],
    targetRef: ref === null ? null : { kind: 'Pod', namespace: 'default', name: '', uid: '', ...ref },
  });
/** Key and number of listings of each member, whichever of the slices comes first. */
function members(written: readonly Endpoint[], hand: readonly Endpoint[]): readonly (readonly [string, number])[] {
  const slices = [
    aSlice({ meta: { name: 'written' }, endpoints: written }),
    aSlice({ meta: { name: 'hand' }, managedBy: null, endpoints: hand }),
  ];
  const told = (those: typeof slices): readonly (readonly [string, number])[] =>
    mergeSlices(those)
      .map(({ key, listings }) => [key, listings.length] as const)
      .sort();
  expect(told([...slices].reverse())).toEqual(told(slices));
  return told(slices);
}

describe('a listing without a uid', () => {
  it('that names nothing joins the one Pod that has its address', () => {
    expect(members([onNode('web-1')], [byHand(null)])).toEqual([['uid-web-1', 2]]);
  });

  it('that names the one Pod that has its address joins it', () => {
    expect(members([onNode('web-1')], [byHand({ name: 'web-1' })])).toEqual([['uid-web-1', 2]]);
  });

  it('that leaves out the namespace, the kind or the name joins it by what it gives', () => {
    for (const ref of [{ name: 'web-1', namespace: '' }, { name: 'web-1', kind: '' }, {}]) {
      expect(members([onNode('web-1')], [byHand(ref)])).toEqual([['uid-web-1', 2]]);
    }
  });

  it('that names another object stays by itself, though only one Pod that is listed has its address', () => {
    for (const ref of [{ name: 'web-2' }, { name: 'web-1', namespace: 'other' }, { name: 'web-1', kind: 'Node' }]) {
      expect(members([onNode('web-1')], [byHand(ref)])).toEqual([
        [ADDRESS, 1],
        ['uid-web-1', 1],
      ]);
    }
  });

  it('stays by itself where several Pods have its address', () => {
    for (const ref of [null, { name: 'web-1' }]) {
      expect(members([onNode('web-1'), onNode('web-2')], [byHand(ref)])).toEqual([
        [ADDRESS, 1],
        ['uid-web-1', 1],
        ['uid-web-2', 1],
      ]);
    }
  });
});
