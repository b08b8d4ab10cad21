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
  const put = (ip: string, more: object = {}, otherIp?: string, ofOther: object = {}): void => {
    cluster.put('services', {
      metadata: { name: 'web', namespace: 'default' },
      spec: { clusterIP: '10.96.10.1', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    cluster.put('discovery.k8s.io/endpointslices', {
      metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080 }],
      endpoints: [
        { addresses: [ip], conditions: {}, ...more },
        ...(otherIp === undefined ? [] : [{ addresses: [otherIp], ...ofOther }]),
      ],
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

  test('of conditions that are absent', () => {
    const terminating = { ready: false, terminating: true };
    put('10.244.1.4', { conditions: terminating });
    clock.advance(1_000);
    // Absent `serving` means serving.
    expect(proxy.choose('10.96.10.1', 80, client)).toMatchObject({ address: '10.244.1.4' });
    put('10.244.1.4', { conditions: { ...terminating, serving: false } });
    clock.advance(1_000);
    expect(proxy.choose('10.96.10.1', 80, client).kind).toBe('refused');
  });

  test('into the zone of a Node', () => {
    const hints = (zone: string): object => ({ hints: { forZones: [{ name: zone }] } });
    const inZone = (zone: string): void => {
      const labels = { 'topology.kubernetes.io/zone': zone };
      cluster.put('nodes', { metadata: { name: 'node-1', labels } });
      clock.advance(1_000);
    };
    put('10.244.1.4', hints('a'), '10.244.1.5', hints('b'));
    inZone('b');
    expect(proxy.choose('10.96.10.1', 80, client)).toMatchObject({ address: '10.244.1.5' });
    inZone('a');
    expect(proxy.choose('10.96.10.1', 80, client)).toMatchObject({ address: '10.244.1.4' });
  });

  test('no longer once the cluster has ended', () => {
    ending.abort();
    put('10.244.1.5');
    clock.advance(10_000);
    expect(proxy.choose('10.96.10.1', 80, client)).toMatchObject({ address: '10.244.1.4' });
  });
});
