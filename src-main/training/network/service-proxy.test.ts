import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { smallCluster } from '../../../test/support/training/small-cluster.ts';
import { ServiceProxy } from './service-proxy.ts';
import { compileRules, type RuleEndpoint, type ServiceRule } from './service-rules.ts';

const VIP = '10.96.10.1';
const CLIENT = { address: '10.244.2.2', node: 'node-1' };

function endpoint(n: number, given: Partial<RuleEndpoint> = {}): RuleEndpoint {
  const address = `10.244.1.${n}`;
  const state = { ready: true, serving: true, terminating: false, forZones: [], forNodes: [] };
  return { id: `${address}:8080`, address, port: 8080, node: 'node-1', ...state, ...given };
}

function proxyWith(rule: Partial<ServiceRule>, now: () => number = () => 0, seed = 1): ServiceProxy {
  const proxy = new ServiceProxy(now, seeded(seed));
  proxy.sync(rulesOf(rule));
  return proxy;
}

function rulesOf(rule: Partial<ServiceRule>): ReadonlyMap<string, ServiceRule> {
  return new Map([[`${VIP}:80`, { id: 'default/web:', affinityMs: null, local: false, endpoints: [], ...rule }]]);
}

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function chosen(proxy: ServiceProxy, client = CLIENT): string {
  const verdict = proxy.choose(VIP, 80, client);
  return verdict.kind === 'endpoint' ? verdict.address : verdict.kind;
}

describe('the Service proxy', () => {
  test('spreads connections evenly at random', () => {
    const proxy = proxyWith({ endpoints: [1, 2, 3, 4].map((n) => endpoint(n)) });
    const counts = new Map<string, number>();
    for (let n = 0; n < 4_000; n += 1) {
      const address = chosen(proxy);
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    // 1000 each; 5 standard deviations of 27.4.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(137);
  });

  test('random means neither round-robin nor sticky', () => {
    const proxy = proxyWith({ endpoints: [1, 2].map((n) => endpoint(n)) });
    const drawn = Array.from({ length: 100 }, () => chosen(proxy));
    const repeats = drawn.filter((address, index) => address === drawn[index - 1]).length;
    expect(repeats).toBeGreaterThan(25);
    expect(repeats).toBeLessThan(75);
  });

  test('affinity holds per source address, each connection renews it, and it ends after the timeout', () => {
    let now = 0;
    const endpoints = Array.from({ length: 50 }, (_, n) => endpoint(n));
    const proxy = proxyWith({ endpoints, affinityMs: 10_000 }, () => now);
    const first = chosen(proxy);
    for (let n = 0; n < 20; n += 1) {
      now += 9_999;
      expect(chosen(proxy)).toBe(first);
    }
    const others = Array.from({ length: 30 }, (_, n) => chosen(proxy, { ...CLIENT, address: `10.244.3.${n}` }));
    expect(new Set(others).size).toBeGreaterThan(5);
    const after = Array.from({ length: 5 }, () => {
      now += 10_001;
      return chosen(proxy);
    });
    expect(new Set(after).size).toBeGreaterThan(1);
  });

  describe('with two ports', () => {
    const PORTS = [80, 443];
    const service = {
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        clusterIP: VIP,
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
        ports: PORTS.map((port) => ({ name: `p${port}`, port })),
      },
    };
    const slice = {
      metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: PORTS.map((port) => ({ name: `p${port}`, port })),
      endpoints: Array.from({ length: 50 }, (_, n) => ({ addresses: [`10.244.1.${n}`] })),
    };
    const CLIENTS = Array.from({ length: 20 }, (_, n) => ({ ...CLIENT, address: `10.244.3.${n}` }));
    let now: number;
    let proxy: ServiceProxy;

    beforeEach(() => {
      const cluster = smallCluster();
      now = 0;
      proxy = new ServiceProxy(() => now, seeded(7));
      proxy.sync(
        compileRules([cluster.put('services', service)], [cluster.put('discovery.k8s.io/endpointslices', slice)]),
      );
    });

    const at = (port: number, client = CLIENT): unknown => {
      const verdict = proxy.choose(VIP, port, client);
      return verdict.kind === 'endpoint' ? verdict.address : verdict.kind;
    };
    const all = (port: number): readonly unknown[] => CLIENTS.map((client) => at(port, client));

    test('a client sticks to a Pod at each of them, not to one Pod for both', () => {
      const [http, https] = [all(80), all(443)];
      expect(https).not.toEqual(http);
      expect([all(80), all(443)]).toEqual([http, https]);
    });

    test('a connection to one renews nothing at the other', () => {
      const [http, https] = [all(80), all(443)];
      now += 6_000;
      expect(all(80)).toEqual(http);
      now += 6_000;
      expect(all(80)).toEqual(http);
      expect(all(443)).not.toEqual(https);
    });
  });

  test('forgets who was stuck to an endpoint that went, even when it comes back', () => {
    const endpoints = Array.from({ length: 50 }, (_, n) => endpoint(n));
    const proxy = proxyWith({ endpoints, affinityMs: 10_000 });
    const first = chosen(proxy);
    proxy.sync(rulesOf({ affinityMs: 10_000, endpoints: endpoints.filter((one) => one.address !== first) }));
    const second = chosen(proxy);
    expect(second).not.toBe(first);
    proxy.sync(rulesOf({ affinityMs: 10_000, endpoints }));
    expect(chosen(proxy)).toBe(second);
  });

  test('an endpoint that is not ready loses its clients', () => {
    const proxy = proxyWith({ endpoints: [endpoint(1)], affinityMs: 10_000 });
    expect(chosen(proxy)).toBe('10.244.1.1');
    const unready = endpoint(1, { ready: false, serving: false });
    proxy.sync(rulesOf({ affinityMs: 10_000, endpoints: [unready, endpoint(2)] }));
    expect(chosen(proxy)).toBe('10.244.1.2');
  });

  test.each([
    ['nobody', [], false, 'refused'],
    ['nobody ready', [endpoint(1, { ready: false, serving: false })], false, 'refused'],
    ['only serving ones that terminate', [endpoint(1, { ready: false, terminating: true })], false, '10.244.1.1'],
    [
      'terminating ones beside ready ones',
      [endpoint(1, { ready: false, terminating: true }), endpoint(2)],
      false,
      '10.244.1.2',
    ],
    [
      'terminating ones that do not serve',
      [endpoint(1, { ready: false, serving: false, terminating: true })],
      false,
      'refused',
    ],
    ['Local and nobody anywhere', [], true, 'refused'],
    ['Local and only on the other node', [endpoint(1, { node: 'node-2' })], true, 'dropped'],
    [
      'Local and one here that terminates, beside a ready one elsewhere',
      [endpoint(1, { node: 'node-2' }), endpoint(2, { ready: false, terminating: true })],
      true,
      '10.244.1.2',
    ],
    ['Local and one here', [endpoint(1, { node: 'node-2' }), endpoint(2)], true, '10.244.1.2'],
  ])('%s', (_what, endpoints, local, expected) => {
    expect(chosen(proxyWith({ endpoints, local }))).toBe(expected);
  });

  describe('with hints', () => {
    const HERE = { forNodes: ['node-1'], forZones: ['a'] };
    const THERE = { forNodes: ['node-2'], forZones: ['b'] };
    const NEAR = { forNodes: ['node-3'], forZones: ['a'] };
    const UNREADY = { ready: false, serving: false };
    test.each([
      ['a Node of its own: there', [endpoint(1, HERE), endpoint(2, THERE)], ['10.244.1.1']],
      ['none for the Node: in the zone', [endpoint(1, NEAR), endpoint(2, THERE)], ['10.244.1.1']],
      [
        'zones alone: in the zone',
        [endpoint(1, { forZones: ['a'] }), endpoint(2, { forZones: ['b'] })],
        ['10.244.1.1'],
      ],
      ['a zone for several: in any of them', [endpoint(1, { forZones: ['b', 'a'] })], ['10.244.1.1']],
      ['none for the zone: anywhere', [endpoint(1, THERE), endpoint(2, THERE)], ['10.244.1.1', '10.244.1.2']],
      ['one ready endpoint without: anywhere', [endpoint(1, HERE), endpoint(2)], ['10.244.1.1', '10.244.1.2']],
      [
        'one without a Node: in the zone',
        [endpoint(1, HERE), endpoint(2, { ...NEAR, forNodes: [] }), endpoint(3, THERE)],
        ['10.244.1.1', '10.244.1.2'],
      ],
      [
        'an unready endpoint without: as if it were not',
        [endpoint(1, HERE), endpoint(2, UNREADY), endpoint(3, THERE)],
        ['10.244.1.1'],
      ],
      [
        'only an unready one for here: anywhere',
        [endpoint(1, { ...HERE, ...UNREADY }), endpoint(2, THERE)],
        ['10.244.1.2'],
      ],
      [
        'only terminating ones: any of them',
        [HERE, THERE].map((hints, n) => endpoint(n + 1, { ...hints, ready: false, terminating: true })),
        ['10.244.1.1', '10.244.1.2'],
      ],
    ])('%s', (_what, endpoints, expected) => {
      const proxy = new ServiceProxy(() => 0, seeded(1));
      const zones = new Map([
        ['node-1', 'a'],
        ['node-2', 'b'],
      ]);
      proxy.sync(rulesOf({ endpoints }), zones);
      expect([...new Set(Array.from({ length: 50 }, () => chosen(proxy)))].sort()).toEqual(expected);
    });

    test('Local does not ask for them', () => {
      const endpoints = [endpoint(1, THERE), endpoint(2, { ...HERE, node: 'node-2' })];
      expect(chosen(proxyWith({ endpoints, local: true }))).toBe('10.244.1.1');
    });
  });

  test('drops what is sent to a port or an address of no Service', () => {
    const proxy = proxyWith({ endpoints: [endpoint(1)] });
    expect(proxy.choose(VIP, 81, CLIENT).kind).toBe('dropped');
    expect(proxy.choose('10.96.10.2', 80, CLIENT).kind).toBe('dropped');
  });

  test('never chooses what is not usable', () => {
    const anyEndpoint = fc
      .record({
        n: fc.integer({ min: 1, max: 9 }),
        ready: fc.boolean(),
        serving: fc.boolean(),
        terminating: fc.boolean(),
      })
      .map(({ n, ...state }) => endpoint(n, state));
    const unique = fc.uniqueArray(anyEndpoint, { selector: (one) => one.id });
    fc.assert(
      fc.property(unique, fc.boolean(), fc.integer(), (endpoints, sticky, seed) => {
        const proxy = proxyWith({ endpoints, affinityMs: sticky ? 1_000 : null }, () => 0, seed);
        const address = chosen(proxy);
        const found = endpoints.find((one) => one.address === address);
        const anyReady = endpoints.some((one) => one.ready);
        if (anyReady) expect(found?.ready).toBe(true);
        else if (found !== undefined) expect(found).toMatchObject({ serving: true, terminating: true });
        else expect(endpoints.some((one) => one.serving && one.terminating)).toBe(false);
      }),
    );
  });
});
