import { describe, expect, it } from 'vitest';
import { anEndpoint, anEndpointOf, anEndpointPort, aPod, aSlice } from '../../test/support/builders.ts';
import { currentMembers } from './current-members.ts';

const pod = (name: string, ip: string): ReturnType<typeof aPod> => aPod({ meta: { name, uid: name }, podIPs: [ip] });

describe('currentMembers', () => {
  it('merges slices and families, by uid', () => {
    const a = pod('a', '10.0.0.1');
    const slices = [
      aSlice({ endpoints: [anEndpointOf(a)] }),
      aSlice({ endpoints: [{ ...anEndpointOf(a), addresses: ['fd00::1'] }] }),
    ];
    expect(currentMembers(slices, '')).toEqual([
      { uid: 'a', pod: 'a', ips: ['10.0.0.1', 'fd00::1'], ready: true, hinted: false },
    ]);
  });

  it('keeps to the slices that carry the port', () => {
    const slices = [
      aSlice({ ports: [anEndpointPort({ name: 'admin' })], endpoints: [anEndpointOf(pod('a', '10.0.0.1'))] }),
      aSlice({ ports: [anEndpointPort({ name: 'web' })], endpoints: [anEndpointOf(pod('b', '10.0.0.2'))] }),
    ];
    expect(currentMembers(slices, 'web').map((member) => member.pod)).toEqual(['b']);
  });

  it('keeps apart whom a slice by hand names without a uid, and knows them by address', () => {
    const named = (name: string, address: string): ReturnType<typeof anEndpoint> =>
      anEndpoint({ addresses: [address], targetRef: { kind: 'Pod', namespace: 'default', name, uid: '' } });
    const slices = [
      aSlice({ endpoints: [named('a', '10.0.0.1'), named('b', '10.0.0.2')] }),
      aSlice({ endpoints: [anEndpointOf(pod('c', '10.0.0.3')), named('c', '10.0.0.3')] }),
    ];
    expect(currentMembers(slices, '').map((member) => [member.uid, member.pod, member.ips])).toEqual([
      ['c', 'c', ['10.0.0.3']],
      ['10.0.0.1', 'a', ['10.0.0.1']],
      ['10.0.0.2', 'b', ['10.0.0.2']],
    ]);
  });

  it('takes a Pod named without a uid for none but itself, though its Node’s address is another Pod’s too', () => {
    const targetRef = { kind: 'Pod', namespace: 'default', name: 'b', uid: '' };
    const slices = [
      aSlice({ endpoints: [anEndpointOf(pod('a', '192.0.2.1'), { ready: false })] }),
      aSlice({ managedBy: null, endpoints: [anEndpoint({ addresses: ['192.0.2.1'], targetRef })] }),
    ];
    expect(currentMembers(slices, '').map((member) => [member.uid, member.pod, member.ready])).toEqual([
      ['a', 'a', false],
      ['192.0.2.1', 'b', true],
    ]);
  });

  it('tells who is meant for some zones or Nodes only', () => {
    const hinted = anEndpoint({ addresses: ['10.0.0.1'], forZones: ['a'] });
    const slices = [aSlice({ endpoints: [hinted, anEndpoint({ addresses: ['10.0.0.2'] })] })];
    expect(currentMembers(slices, '').map((member) => member.hinted)).toEqual([true, false]);
  });

  it('lists the unready, and takes absent conditions as the API says', () => {
    const slices = [
      aSlice({
        endpoints: [
          anEndpointOf(pod('a', '10.0.0.1'), { ready: false, serving: false }),
          anEndpointOf(pod('b', '10.0.0.2'), { ready: null, serving: null, terminating: null }),
          anEndpoint({ addresses: ['10.0.0.3'] }),
        ],
      }),
    ];
    expect(currentMembers(slices, '').map(({ pod: name, ready }) => [name, ready])).toEqual([
      ['a', false],
      ['b', true],
      ['10.0.0.3', true],
    ]);
  });

  it('counts those that serve while terminating only where nobody is ready', () => {
    const ending = anEndpointOf(pod('a', '10.0.0.1'), { ready: false, serving: true, terminating: true });
    const other = anEndpointOf(pod('b', '10.0.0.2'));
    const ready = (slices: Parameters<typeof currentMembers>[0]): readonly string[] =>
      currentMembers(slices, '').flatMap((member) => (member.ready ? [member.pod] : []));
    expect(ready([aSlice({ endpoints: [ending, other] })])).toEqual(['b']);
    expect(ready([aSlice({ endpoints: [ending] })])).toEqual(['a']);
  });

  it('takes an absent serving as true, whatever ready says, as kube-proxy does', () => {
    const ending = anEndpointOf(pod('a', '10.0.0.1'), { ready: false, serving: null, terminating: true });
    expect(currentMembers([aSlice({ endpoints: [ending] })], '')).toMatchObject([{ pod: 'a', ready: true }]);
  });
});
