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
    expect(currentMembers(slices, '')).toEqual([{ uid: 'a', pod: 'a', ips: ['10.0.0.1', 'fd00::1'], ready: true }]);
  });

  it('keeps to the slices that carry the port', () => {
    const slices = [
      aSlice({ ports: [anEndpointPort({ name: 'admin' })], endpoints: [anEndpointOf(pod('a', '10.0.0.1'))] }),
      aSlice({ ports: [anEndpointPort({ name: 'web' })], endpoints: [anEndpointOf(pod('b', '10.0.0.2'))] }),
    ];
    expect(currentMembers(slices, 'web').map((member) => member.pod)).toEqual(['b']);
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
