import { describe, expect, it } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import { aNode } from '../../test/renderer/course-cluster.ts';
import { createFakeTransport } from '../../test/renderer/fake-transport.ts';
import { manualFrames } from '../../test/renderer/manual-frames.ts';
import { aScene, firstBatch, laterBatch } from '../../test/renderer/scene.ts';
import { anEndpointOf, aPod, aService, aSlice, conditionsOf } from '../../test/support/builders.ts';
import { needsAttention } from '#shared/findings/foremost.ts';
import { failure } from '#shared/ipc/failure.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { KubeObject } from '#shared/kube/kube-object.ts';
import type { Service } from '#shared/kube/service.ts';
import type { RunUpdate } from '#shared/traffic/run-update.ts';
import { createApi } from '../api.ts';
import { Clock } from './clock.svelte.ts';
import { ClusterView } from './cluster-view.svelte.ts';
import { ServiceRows } from './service-rows.svelte.ts';
import { TrafficRuns } from './traffic-runs.svelte.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const SECOND = 1_000;
const NODE = aNode('node-1', '192.0.2.1');

/** A Service with one Pod that was made so many seconds after START and is not Ready. */
function starting(name: string, seconds: number) {
  const creationTimestamp = new Date(START + seconds * SECOND).toISOString();
  const pod = aPod({
    meta: { name, labels: { app: name }, creationTimestamp },
    conditions: conditionsOf(false),
  });
  const service = aService({ meta: { name }, selector: { app: name } });
  const endpoints = [anEndpointOf(pod, { ready: false, serving: false })];
  return [service, pod, aSlice({ meta: { name: `${name}-x` }, serviceName: name, endpoints })];
}

/** The same, Ready and with traffic. */
function readied(object: KubeObject): KubeObject {
  if (object.kind === 'Pod') return { ...object, conditions: conditionsOf(true) };
  if (object.kind !== 'EndpointSlice') return object;
  const conditions = { ready: true, serving: true, terminating: false };
  return { ...object, endpoints: object.endpoints.map((each) => ({ ...each, conditions })) };
}

function view() {
  let time = START;
  let tick = (): void => undefined;
  const clock = new Clock(() => time);
  clock.start((callback) => {
    tick = callback;
    return () => undefined;
  });
  const frames = manualFrames();
  const transport = createFakeTransport(aScene());
  const api = createApi(transport);
  const runs = new TrafficRuns(api, frames, () => time);
  const services = new ServiceRows(new ClusterView(api, frames), clock, runs);
  return {
    services,
    deliver: (batch: ReturnType<typeof laterBatch>) => {
      transport.emit('cluster', batch);
      frames.paint();
    },
    ran: (update: RunUpdate, replace: boolean) => {
      transport.emit('traffic', { ...update, replace });
      frames.paint();
    },
    pass: (seconds: number) => {
      time += seconds * SECOND;
      tick();
    },
    urgent: () =>
      services.all
        .filter(({ diagnosis }) => needsAttention(diagnosis.findings))
        .map(({ service }) => service.meta.name),
  };
}

describe('findings of the list', () => {
  it('look again when Pods have been starting for too long, one after the other', () => {
    const { deliver, pass, urgent } = view();
    deliver(firstBatch([...starting('a', 0), ...starting('b', 1), ...starting('c', 2), NODE]));
    expect(urgent()).toEqual([]);
    const seen = Array.from({ length: 4 }, (_, index) => {
      pass(index === 0 ? 29 : 1);
      return urgent();
    });
    expect(seen).toEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']]);
  });

  it('grow old while Nodes come and go that none of its Pods is on', () => {
    const { services, deliver, pass } = view();
    const codes = (): readonly string[] =>
      services.all.flatMap(({ diagnosis }) => diagnosis.findings.map(({ code }) => code));
    const behind = [...starting('a', -3600), NODE].map(readied);
    const objects = behind.map((each) => (each.kind === 'EndpointSlice' ? { ...each, endpoints: [] } : each));
    const synced: WatchState = { phase: 'synced', since: START };
    deliver(firstBatch(objects, { Service: synced, EndpointSlice: synced, Pod: synced, Node: synced }));
    expect(codes()).not.toContain('slices-lag');
    pass(8);
    deliver(laterBatch(2, [aNode('node-2', '192.0.2.2')]));
    expect(codes()).not.toContain('slices-lag');
    pass(4);
    expect(codes()).toContain('slices-lag');
    // Its own Node says something of its Pods, which the slices have to follow.
    deliver(laterBatch(3, [{ ...NODE, ready: false }]));
    expect(codes()).not.toContain('slices-lag');
    pass(11);
    expect(codes()).toContain('slices-lag');
  });

  it('name a Service whose Pod flaps for as long as it does, and no other one', () => {
    const { services, deliver, pass, urgent } = view();
    deliver(firstBatch([...starting('a', -3600), ...starting('b', -3600), NODE].map(readied)));
    expect(urgent()).toEqual([]);
    const row = (name: string) => services.all.find(({ service }) => service.meta.name === name);
    const other = row('b');
    const flaps = (until: number) => ({ service: 'default/a', pods: [{ name: 'a', times: 3, until }] });
    deliver({ ...laterBatch(2, []), flapping: [flaps(START + 60 * SECOND)] });
    expect(urgent()).toEqual(['a']);
    expect(row('a')?.diagnosis.findings.map(({ code }) => code)).toContain('flapping');
    expect(row('b')).toBe(other);
    pass(60);
    expect(urgent()).toEqual([]);
    deliver({ ...laterBatch(3, []), flapping: [flaps(START + 600 * SECOND)] });
    expect(urgent()).toEqual(['a']);
    deliver({ ...laterBatch(4, []), flapping: [{ service: 'default/a', pods: [] }] });
    expect(urgent()).toEqual([]);
  });

  it('join what the last run met, of its Service alone, and as long as that is the one it asked', () => {
    const { deliver, pass, ran, urgent, services } = view();
    const [service, ...rest] = starting('a', 0);
    if (service?.kind !== 'Service') throw new Error('no Service');
    deliver(firstBatch([service, ...rest.map(readied), ...starting('b', 0).map(readied), NODE]));
    pass(60);
    expect(urgent()).toEqual([]);
    const row = (name: string) => services.all.find((each) => each.service.meta.name === name);
    const before = row('b');
    const ended = builtRun({ pods: ['a'], sides: ['None'], failEvery: 1, more: { serviceUid: service.meta.uid } });
    const request = { ...ended.status.request, service: 'a' };
    const run = { ...ended, status: { ...ended.status, request } };
    ran({ ...run, status: { ...run.status, phase: { phase: 'counting', since: START, side: null } } }, true);
    expect(urgent()).toEqual([]);
    ran({ ...run, hits: [] }, false);
    expect(row('a')?.diagnosis.findings.map(({ code }) => code)).toEqual([
      ...['one-endpoint', 'traffic-hangs', 'traffic-refused'],
    ]);
    expect(urgent()).toEqual(['a']);
    expect(row('b')).toBe(before);
    pass(1);
    deliver(laterBatch(2, [{ ...service, selector: { app: 'a', tier: 'b' } }]));
    expect(row('a')?.diagnosis.findings.map(({ code }) => code)).not.toContain('traffic-refused');
  });

  it('forget who flapped when another cluster is opened', () => {
    const { deliver, urgent } = view();
    const all = [...starting('a', -3600), NODE].map(readied);
    deliver({
      ...firstBatch(all),
      flapping: [{ service: 'default/a', pods: [{ name: 'a', times: 3, until: Infinity }] }],
    });
    expect(urgent()).toEqual(['a']);
    deliver(firstBatch(all));
    expect(urgent()).toEqual([]);
  });

  it('leave the rows alone that nothing has happened to', () => {
    const { services, deliver, pass } = view();
    deliver(firstBatch([...starting('a', 0), ...starting('b', 3600), NODE]));
    const row = (name: string) => services.all.find(({ service }) => service.meta.name === name);
    const before = row('a');
    const [service] = starting('b', 3600);
    deliver(laterBatch(2, [{ ...service, meta: { ...service?.meta, resourceVersion: '9' } } as never]));
    expect(row('a')).toBe(before);
    const { all } = services;
    pass(1);
    expect(services.all).toBe(all);
  });

  it('follow the readiness of a Node, though nothing else of the Service changed', () => {
    const { services, deliver } = view();
    const codes = () => services.all.flatMap(({ diagnosis }) => diagnosis.findings.map(({ code }) => code));
    const local = aService({ internalTrafficPolicy: 'Local' });
    const pod = aPod();
    const other = aNode('node-2', '192.0.2.2');
    const broken = { ...other, ready: false };
    deliver(firstBatch([local, pod, aSlice({ endpoints: [anEndpointOf(pod)] }), NODE, broken]));
    expect(codes()).toEqual(['one-endpoint']);
    deliver(laterBatch(2, [other]));
    expect(codes()).toEqual(['one-endpoint', 'internal-local-without-endpoint']);
    deliver(laterBatch(3, [broken]));
    expect(codes()).toEqual(['one-endpoint']);
  });

  it('blame no controller for slices that are listed now and then, or whose watch is broken', () => {
    const since = START;
    const synced = { phase: 'synced', since } as const;
    const states = { Service: synced, Pod: synced, Node: synced };
    const [service, , slice] = starting('a', -3600);
    const pod = aPod({ meta: { name: 'a', labels: { app: 'a' } } });
    const second = aPod({ meta: { name: 'a-2', labels: { app: 'a' } }, podIPs: ['10.244.0.2'] });
    const after = (EndpointSlice: WatchState, seconds: number): boolean => {
      const { services, deliver, pass } = view();
      const written = aSlice({ ...(slice as EndpointSlice), endpoints: [anEndpointOf(pod)] });
      deliver(firstBatch([service as Service, pod, written, NODE], { ...states, EndpointSlice }));
      expect(services.all).toHaveLength(1);
      pass(60);
      deliver(laterBatch(2, [second]));
      expect(services.all).toHaveLength(1);
      pass(seconds);
      return services.all.some(({ diagnosis }) => diagnosis.findings.some(({ code }) => code === 'slices-lag'));
    };
    const reason = failure('connect.lost', { host: '', detail: { code: 'watch-closed' } });
    const polling = { phase: 'polling', since, everySeconds: 10 } as const;
    expect([after(synced, 9), after(synced, 10)]).toEqual([false, true]);
    expect([after(polling, 19), after(polling, 20)]).toEqual([false, true]);
    expect(after({ phase: 'stale', since, whole: true, reason, retryAt: null }, 600)).toBe(false);
  });
});
