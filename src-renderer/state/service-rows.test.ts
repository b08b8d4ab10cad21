import { describe, expect, it } from 'vitest';
import { aNode } from '../../test/renderer/course-cluster.ts';
import { createFakeTransport } from '../../test/renderer/fake-transport.ts';
import { manualFrames } from '../../test/renderer/manual-frames.ts';
import { aScene, firstBatch, laterBatch } from '../../test/renderer/scene.ts';
import { anEndpointOf, aPod, aService, aSlice, conditionsOf } from '../../test/support/builders.ts';
import type { KubeObject } from '#shared/kube/kube-object.ts';
import { createApi } from '../api.ts';
import { Clock } from './clock.svelte.ts';
import { ClusterView } from './cluster-view.svelte.ts';
import { ServiceRows } from './service-rows.svelte.ts';

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
  const services = new ServiceRows(new ClusterView(createApi(transport), frames), clock);
  return {
    services,
    deliver: (batch: ReturnType<typeof laterBatch>) => {
      transport.emit('cluster', batch);
      frames.paint();
    },
    pass: (seconds: number) => {
      time += seconds * SECOND;
      tick();
    },
    urgent: () =>
      services.all.filter(({ diagnosis }) => diagnosis.needsAttention).map(({ service }) => service.meta.name),
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
});
