import { beforeAll, describe, expect, test } from 'vitest';
import { networkScene, type Scene } from '../../../test/support/training/pods-behind-service.ts';
import { answerDns } from './dns-zone.ts';
import { resolveHost, searchDns } from './resolve-host.ts';

describe('the cluster’s DNS', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await networkScene();
    scene.cluster.put('namespaces', { metadata: { name: 'other' } });
    scene.service('web', '10.96.10.1', 80, [{ ip: '10.244.1.2', port: 8080 }]);
    scene.service('headless', 'None', 80, [
      { ip: '10.244.1.2', port: 80, ready: true, hostname: 'db-0' },
      { ip: '10.244.1.3', port: 80, ready: true },
      { ip: '10.244.1.4', port: 80, ready: false },
    ]);
    scene.service('nobody', 'None', 80, []);
    scene.service('elsewhere', '', 80, [], { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' });
    scene.service('outside', '', 80, [], { type: 'ExternalName', externalName: 'example.com' });
  });

  const network = () => ({
    connect: () => Promise.reject(new Error('no connections here')),
    ask: (name: string, type: Parameters<typeof answerDns>[2]) => Promise.resolve(answerDns(scene.cluster, name, type)),
  });

  test.each([
    ['default', 'web', ['10.96.10.1']],
    ['default', 'web.default', ['10.96.10.1']],
    ['other', 'web', []],
    ['other', 'web.default', ['10.96.10.1']],
    ['other', 'web.default.svc', ['10.96.10.1']],
    ['other', 'web.default.svc.cluster.local', ['10.96.10.1']],
    ['other', 'web.default.svc.cluster.local.', ['10.96.10.1']],
    ['default', 'web.', []],
    ['default', 'headless', ['10.244.1.2', '10.244.1.3']],
    ['default', 'db-0.headless', ['10.244.1.2']],
    ['default', '10-244-1-3.headless', ['10.244.1.3']],
    ['default', 'db-1.headless', []],
    ['default', 'nobody', []],
    ['default', 'elsewhere', ['10.96.10.1']],
    ['default', 'outside', []],
    ['default', '10-244-9-9.default.pod', ['10.244.9.9']],
    ['default', 'localhost', ['127.0.0.1']],
    ['default', '192.0.2.7', ['192.0.2.7']],
    ['default', 'nowhere', []],
    ['default', 'example.com', []],
  ])('from %s, %s is %j', async (namespace, name, addresses) => {
    const hosts = new Map([['localhost', '127.0.0.1']]);
    expect(await resolveHost(network(), namespace, hosts, name)).toEqual(addresses);
  });

  test('a name of IPv4 alone is there without IPv6 addresses, an unknown one is not there', () => {
    expect(answerDns(scene.cluster, 'web.default.svc.cluster.local', 'AAAA')).toEqual({
      rcode: 'NOERROR',
      records: [],
    });
    expect(answerDns(scene.cluster, 'wob.default.svc.cluster.local', 'A').rcode).toBe('NXDOMAIN');
    expect(answerDns(scene.cluster, 'web.nope.svc.cluster.local', 'A').rcode).toBe('NXDOMAIN');
  });

  test('an ExternalName is a CNAME, even where its target is nowhere', async () => {
    const { records, name } = await searchDns(network(), 'default', 'outside', 'A');
    expect(records).toEqual([{ name, type: 'CNAME', data: 'example.com' }]);
  });

  test('addresses of Services have names', () => {
    expect(answerDns(scene.cluster, '1.10.96.10.in-addr.arpa', 'PTR').records[0]?.data).toBe(
      'web.default.svc.cluster.local',
    );
    expect(answerDns(scene.cluster, '9.10.96.10.in-addr.arpa', 'PTR').rcode).toBe('NXDOMAIN');
  });
});
