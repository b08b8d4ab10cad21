import { describe, expect, it } from 'vitest';
import { aPod, aService, aSlice, aSubset, anEndpoint, anEndpointOf, anEndpoints } from '../../test/support/builders.ts';
import { membershipOf } from './membership.ts';
import type { EndpointsNote, MembershipInput } from './member.ts';

const pod = aPod();
const second = aPod({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'] });
const leaving = { ready: false, serving: true, terminating: true } as const;

function note(input: Partial<MembershipInput>): EndpointsNote {
  const slices = [aSlice({ endpoints: [anEndpointOf(pod)] })];
  return membershipOf({ service: aService(), slices, pods: [pod], nodes: null, endpoints: null, ...input })
    .endpointsNote;
}

describe('1.7 Endpoints beside slices', () => {
  it('not watched, absent, or slices that may not be read', () => {
    expect(note({ endpoints: null })).toEqual({ code: 'not-watched' });
    expect(note({ endpoints: undefined })).toEqual({ code: 'absent' });
    expect(note({ endpoints: anEndpoints(), slices: null })).toEqual({ code: 'slices-unknown' });
  });

  it('the same', () => {
    expect(note({ endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.1'])] }) })).toEqual({ code: 'same' });
  });

  it('the same without ports, of a headless Service', () => {
    const service = aService({ clusterIPs: ['None'], ports: [] });
    const slices = [aSlice({ ports: [], endpoints: [anEndpointOf(pod)] })];
    const endpoints = anEndpoints({ subsets: [aSubset(['10.244.0.1'], { ports: [] })] });
    expect(note({ service, slices, endpoints })).toEqual({ code: 'same' });
  });

  it('differ in addresses', () => {
    expect(note({ endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.2'])] }) })).toEqual({
      code: 'differ',
      onlyInSlices: ['10.244.0.1:8080'],
      onlyInEndpoints: ['10.244.0.2:8080'],
    });
  });

  it('differ in what is ready', () => {
    const subset = aSubset([], { notReadyAddresses: [{ ip: '10.244.0.1', nodeName: null, targetRef: null }] });
    expect(note({ endpoints: anEndpoints({ subsets: [subset] }) })).toEqual({
      code: 'differ',
      onlyInSlices: ['10.244.0.1:8080'],
      onlyInEndpoints: [],
    });
  });

  it('cut at 1,000 addresses', () => {
    expect(note({ endpoints: anEndpoints({ truncated: true }) })).toEqual({ code: 'truncated' });
  });

  it('single family: the other family’s addresses stand in slices only', () => {
    const service = aService({ ipFamilies: ['IPv4', 'IPv6'] });
    const v6 = aSlice({
      meta: { name: 'v6' },
      addressType: 'IPv6',
      endpoints: [anEndpoint({ addresses: ['fd00::1'] })],
    });
    const slices = [aSlice({ endpoints: [anEndpointOf(pod)] }), v6];
    expect(note({ service, slices, endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.1'])] }) })).toEqual({
      code: 'other-family',
      onlyInSlices: ['[fd00::1]:8080'],
    });
  });

  it('written by hand they may have both families, and so has their mirror in slices', () => {
    const v6 = aSlice({
      meta: { name: 'v6' },
      addressType: 'IPv6',
      endpoints: [anEndpoint({ addresses: ['fd00::1'] })],
    });
    const slices = [aSlice({ endpoints: [anEndpointOf(pod)] }), v6];
    const service = aService({ selector: null });
    const both = anEndpoints({ subsets: [aSubset(['10.244.0.1', 'fd00::1'])] });
    expect(note({ service, slices, endpoints: both })).toEqual({ code: 'same' });
    const notReady = [{ ip: 'fd00::1', nodeName: null, targetRef: null }];
    const other = anEndpoints({ subsets: [aSubset(['10.244.0.1'], { notReadyAddresses: notReady })] });
    expect(note({ service, slices, endpoints: other })).toEqual({
      code: 'differ',
      onlyInSlices: ['[fd00::1]:8080'],
      onlyInEndpoints: [],
    });
  });

  it('leave out Pods with deletionTimestamp; slices keep them', () => {
    const slices = [aSlice({ endpoints: [anEndpointOf(pod), anEndpointOf(second, leaving)] })];
    const endpoints = anEndpoints({ subsets: [aSubset(['10.244.0.1'])] });
    expect(note({ slices, endpoints })).toEqual({ code: 'terminating-left-out', onlyInSlices: ['10.244.0.2:8080'] });
  });

  it('keep Pods with deletionTimestamp where publishNotReadyAddresses is set (1.8)', () => {
    const service = aService({ publishNotReadyAddresses: true });
    const slices = [aSlice({ endpoints: [anEndpointOf(second, { ...leaving, ready: true })] })];
    expect(note({ service, slices, endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.2'])] }) })).toEqual({
      code: 'same',
    });
    expect(note({ service, slices, endpoints: anEndpoints() })).toMatchObject({ code: 'differ' });
  });

  it('leave a Pod out for a named port that it lacks, which slices list without that port (1.8)', () => {
    const slices = [
      aSlice({ endpoints: [anEndpointOf(pod)] }),
      aSlice({ meta: { name: 'none' }, ports: [], endpoints: [anEndpointOf(second)] }),
    ];
    expect(note({ slices, endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.1'])] }) })).toEqual({ code: 'same' });
  });
});
