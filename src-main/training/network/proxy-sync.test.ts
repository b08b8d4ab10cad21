import { describe, expect, test } from 'vitest';
import { smallCluster } from '../../../test/support/training/small-cluster.ts';
import type { Clock } from '../clock.ts';
import { followServices } from './proxy-sync.ts';
import { ServiceProxy } from './service-proxy.ts';

/** Time that stands still until it is moved. */
function handClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  let due: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, run) => {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
    advance: (ms) => {
      now += ms;
      const ready = due.filter((one) => one.at <= now);
      due = due.filter((one) => one.at > now);
      for (const { run } of ready) run();
    },
  };
}

describe('the Service proxy follows the API', () => {
  const cluster = smallCluster();
  const clock = handClock();
  const proxy = new ServiceProxy(
    () => clock.now(),
    () => 0,
  );
  const ending = new AbortController();
  const client = { address: '10.244.2.2', node: 'node-1' };
  const put = (ip: string): void => {
    cluster.put('services', {
      metadata: { name: 'web', namespace: 'default' },
      spec: { clusterIP: '10.96.10.1', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    cluster.put('discovery.k8s.io/endpointslices', {
      metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080 }],
      endpoints: [{ addresses: [ip], conditions: {} }],
    });
  };

  test('no more often than once a second, and then with all that happened', () => {
    followServices(cluster, proxy, clock, 1_000, ending.signal);
    put('10.244.1.2');
    clock.advance(999);
    expect(proxy.choose('10.96.10.1', 80, client).kind).toBe('dropped');
    put('10.244.1.3');
    clock.advance(1);
    // Absent `ready` means ready.
    expect(proxy.choose('10.96.10.1', 80, client)).toEqual({ kind: 'endpoint', address: '10.244.1.3', port: 8080 });
    clock.advance(5_000);
    put('10.244.1.4');
    clock.advance(0);
    expect(proxy.choose('10.96.10.1', 80, client)).toMatchObject({ address: '10.244.1.4' });
  });

  test('no longer once the cluster has ended', () => {
    ending.abort();
    put('10.244.1.5');
    clock.advance(10_000);
    expect(proxy.choose('10.96.10.1', 80, client)).toMatchObject({ address: '10.244.1.4' });
  });
});
