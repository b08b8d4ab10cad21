// What the findings of the Services list cost while a cluster is busy: the window's own state, with and without them.
import { parseArgs } from 'node:util';
import { needsAttention } from '../src-shared/findings/foremost.ts';
import type { Endpoint, EndpointSlice } from '../src-shared/kube/endpoint-slice.ts';
import type { KubeObject } from '../src-shared/kube/kube-object.ts';
import { isPodReady, type Pod } from '../src-shared/kube/pod.ts';
import { aNode } from '../test/renderer/course-cluster.ts';
import { createFakeTransport } from '../test/renderer/fake-transport.ts';
import { manualFrames } from '../test/renderer/manual-frames.ts';
import { aScene, firstBatch, laterBatch } from '../test/renderer/scene.ts';
import { anEndpointOf, aPod, aService, aSlice, conditionsOf } from '../test/support/builders.ts';
import { loadOverview, type OverviewParts } from './build-overview.ts';
import { printRepeat, quantile, report } from './measure.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    services: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    repeats: { type: 'string', default: '7' },
  },
});
const [PODS, SERVICES, RATE, SECONDS] = [values.pods, values.services, values.rate, values.seconds].map(Number) as [
  number,
  number,
  number,
  number,
];
const START = Date.parse('2026-01-01T00:00:00Z');
const TARGET = 0.05;
const NO_RUNS = { ended: new Map<string, never>() };

/** Pod number n stands behind Service n modulo how many there are, in the order of its slice. */
interface Cluster {
  readonly pods: readonly Pod[];
  readonly slices: readonly EndpointSlice[];
  readonly services: readonly KubeObject[];
}

/** Each Service has its Pods, ready and in a slice; one of a hundred Pods is not Ready. */
function aCluster(): Cluster {
  const pods = Array.from({ length: PODS }, (_, index) => {
    const app = `app-${String(index % SERVICES)}`;
    return aPod({
      meta: { name: `${app}-${String(index)}`, labels: { app }, creationTimestamp: '2025-12-31T00:00:00Z' },
      conditions: conditionsOf(index % 100 !== 99),
      podIPs: [`10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`],
    });
  });
  const behind = new Map<string, Pod[]>();
  for (const pod of pods) {
    const { app = '' } = pod.meta.labels;
    const known = behind.get(app);
    if (known === undefined) behind.set(app, [pod]);
    else known.push(pod);
  }
  const apps = [...behind];
  return {
    pods,
    slices: apps.map(([app, those]) =>
      aSlice({ meta: { name: `${app}-x` }, serviceName: app, endpoints: those.map(endpointOf) }),
    ),
    services: apps.map(([app]) => aService({ meta: { name: app }, selector: { app } })),
  };
}

function endpointOf(pod: Pod): Endpoint {
  const ready = isPodReady(pod);
  return anEndpointOf(pod, { ready, serving: ready });
}

/**
 * What a watch tells of Pods that turn not ready and ready again, one after the other, each time first of the Pod and then of
 * its slice. The cluster is then as it was before.
 */
function turns(cluster: Cluster): () => KubeObject {
  const [pods, slices] = [[...cluster.pods], [...cluster.slices]];
  let told = 0;
  return () => {
    const index = (Math.floor(told / 4) * 37) % pods.length;
    const isSlice = told % 2 === 1;
    told += 1;
    const resourceVersion = String(told + 1);
    const [pod, slice] = [pods[index], slices[index % slices.length]];
    if (pod === undefined || slice === undefined) throw new Error('no such Pod');
    if (isSlice) {
      const endpoints = slice.endpoints.with(Math.floor(index / slices.length), endpointOf(pod));
      return (slices[index % slices.length] = { ...slice, meta: { ...slice.meta, resourceVersion }, endpoints });
    }
    const conditions = conditionsOf(!isPodReady(pod));
    return (pods[index] = { ...pod, meta: { ...pod.meta, resourceVersion }, conditions });
  };
}

interface Window {
  /** So many seconds of the stream, as fast as they go; resolves to the CPU milliseconds they took. */
  play(): number;
  urgent(): number;
}

function openWindow({ Clock, ClusterView, ServiceRows, createApi }: OverviewParts, cluster: Cluster): Window {
  let time = START;
  let tick = (): void => undefined;
  const clock = new Clock(() => time);
  clock.start((callback) => {
    tick = callback;
    return () => undefined;
  });
  const frames = manualFrames();
  const transport = createFakeTransport(aScene());
  const services = new ServiceRows(new ClusterView(createApi(transport), frames), clock, NO_RUNS);
  const { pods, slices, services: objects } = cluster;
  transport.emit('cluster', firstBatch([...objects, ...slices, ...pods, aNode('node-1', '192.0.2.1')]));
  frames.paint();
  const read = (): number => services.all.length;
  read();
  const next = turns(cluster);
  let sent = 0;
  const event = (): void => {
    sent += 1;
    transport.emit('cluster', laterBatch(sent + 1, [next()]));
    frames.paint();
    read();
  };
  return {
    play: () => {
      const before = process.cpuUsage();
      for (let second = 0; second < SECONDS; second += 1) {
        for (let each = 0; each < RATE; each += 1) {
          time += 1_000 / RATE;
          event();
        }
        tick();
        read();
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    },
    urgent: () => services.all.filter(({ diagnosis }) => needsAttention(diagnosis.findings)).length,
  };
}

async function measure(): Promise<void> {
  const cluster = aCluster();
  const on = openWindow(await loadOverview('on'), cluster);
  const off = openWindow(await loadOverview('off'), cluster);
  if (on.urgent() === 0 || off.urgent() !== 0) throw new Error('the findings are not what was asked for');
  const repeats: Record<string, number>[] = [];
  for (let repeat = 0; repeat <= Number(values.repeats); repeat += 1) {
    const with_ = on.play() / (SECONDS * 1_000);
    const without = off.play() / (SECONDS * 1_000);
    // The first repeat warms the compiler up.
    if (repeat === 0) continue;
    const figures = {
      'findings on (% of a core)': with_ * 100,
      'findings off (% of a core)': without * 100,
      'findings (% of a core)': (with_ - without) * 100,
    };
    printRepeat(repeat, figures);
    repeats.push(figures);
  }
  const of = (name: string, share: number): number =>
    quantile(
      repeats.map((each) => each[name] ?? Number.NaN),
      share,
    );
  const [median, worst] = [of('findings (% of a core)', 0.5), of('findings (% of a core)', 0.99)];
  report({
    name: 'overview-findings',
    repeats,
    anchor: 'the same stream into the same state with findings that find nothing, in turns',
    figures: {
      pods: PODS,
      services: SERVICES,
      'events a second': RATE,
      'seconds a repeat': SECONDS,
      'Services with something wrong': on.urgent(),
      'findings on, median (% of a core)': of('findings on (% of a core)', 0.5),
      'findings off, median (% of a core)': of('findings off (% of a core)', 0.5),
      'on / off': of('findings on (% of a core)', 0.5) / of('findings off (% of a core)', 0.5),
      'findings, median (% of a core)': median,
      'findings, p99 (% of a core)': worst,
    },
    holds: worst <= TARGET * 100,
    conclusion: `findings took ${median.toFixed(2)} % of a core, p99 ${worst.toFixed(2)} (target ${String(TARGET * 100)}) at ${String(RATE)} events/s, Pods’ and slices’ in turns, with ${String(PODS)} Pods and ${String(SERVICES)} Services`,
  });
}

await measure();
