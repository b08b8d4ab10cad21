// A keystroke in the what-if: what it costs to say what would change, with many Pods in the namespace.
import { parseArgs } from 'node:util';
import type { Pod } from '../src-shared/kube/pod.ts';
import type { Service } from '../src-shared/kube/service.ts';
import { asItIs, type Outcome, type WhatIfWorld } from '../src-shared/what-if/hypothetical.ts';
import { indexLabels, podsSelected } from '../src-shared/what-if/label-index.ts';
import { writtenSlices } from '../src-shared/what-if/written-slices.ts';
import { aContainer, aPod, aService, conditionsOf } from '../test/support/builders.ts';
import { aWorkload } from '../test/support/findings/world.ts';
import { printRepeat, quantile, report } from './measure.ts';
import {
  type Keystroke,
  labelValue,
  lettersOf,
  publishing,
  selectorValue,
  targetPort,
  timed,
} from './what-if-keystrokes.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    services: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '7' },
  },
});
const [PODS, SERVICES] = [Number(values.pods), Number(values.services)];
const FRAME_MS = 1000 / 60;
/** Typed letter by letter: most of it matches nobody, the end of it one workload. */
const VALUES = lettersOf(['app-123', 'app-777', 'app-1']);
const PORTS = lettersOf(['8080', 'http', 'metrics']);
const NODES = new Map([['node-1', { ready: true }]]);
const FEW = { app: 'app-1' };
/** As many as Kubernetes is said to hold behind one Service (kubernetes/community, scalability thresholds). */
const LIMIT = 250;
const CROWD = { crowd: 'crowd-1' };
const TENTH = { tier: 'tier-1' };

/** Pods of as many workloads as there are Services, each with the labels that Deployments and Helm give. */
function makePods(): readonly Pod[] {
  const ports = [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] as const;
  return Array.from({ length: PODS }, (_, index) => {
    const workload = String(index % SERVICES);
    const app = `app-${workload}`;
    const labels = {
      app,
      'app.kubernetes.io/instance': app,
      'pod-template-hash': `h${workload}`,
      tier: `tier-${String(index % 10)}`,
      // Whole workloads: no more distinct sets of labels than before.
      crowd: `crowd-${String(Math.floor(((index % SERVICES) * PODS) / SERVICES / LIMIT))}`,
      all: 'yes',
    };
    const owner = { kind: 'ReplicaSet', name: `${app}-h${workload}`, uid: `uid-${app}`, controller: true };
    const podIPs = [`10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`];
    return aPod({
      meta: { name: `${app}-${String(index)}`, labels, ownerReferences: [owner] },
      // Of those that are not Ready publishNotReadyAddresses would make endpoints.
      conditions: conditionsOf(index % 100 !== 99),
      containers: [aContainer({ ports })],
      podIPs,
    });
  });
}

/** What else is in the namespace: a Service and a ReplicaSet an app. */
type Beside = Pick<WhatIfWorld, 'namespaceServices' | 'workloads'>;

function makeBeside(): Beside {
  const apps = Array.from({ length: SERVICES }, (_, index) => `app-${String(index)}`);
  return {
    namespaceServices: apps.map((app) => aService({ meta: { name: app }, selector: { app } })),
    workloads: apps.map((app) =>
      aWorkload({ kind: 'ReplicaSet', meta: { name: app, uid: `uid-${app}` }, currentReplicas: 1, podLabels: { app } }),
    ),
  };
}

/** The Pods, looked at anew, around a Service that selects so. */
function worldWith(pods: readonly Pod[], beside: Beside, selector: Service['selector']): WhatIfWorld {
  const service = aService({ meta: { name: 'edited' }, selector });
  const index = indexLabels(pods);
  return {
    ...beside,
    service,
    slices: writtenSlices(service, podsSelected(index, selector), NODES),
    pods: index,
    nodes: NODES,
    networkPolicies: [],
    kubeProxy: null,
    flapping: null,
    traffic: null,
    now: Date.parse('2026-01-01T01:00:00Z'),
  };
}

/** Every field of the panel, typed in letter by letter. */
function fieldsOf(world: WhatIfWorld): Readonly<Record<string, readonly Keystroke[]>> {
  const [pod] = podsSelected(world.pods, world.service.selector);
  if (pod === undefined) throw new Error('the Service selects no Pod');
  return {
    selector: VALUES.map((text) => selectorValue(world, 'app', text)),
    'labels of a Pod': VALUES.map((text) => labelValue(world, pod, 'app', text)),
    targetPort: PORTS.map((text) => targetPort(world, text)),
    publishNotReadyAddresses: Array.from({ length: 5 }, () => publishing(world)),
  };
}

/** Milliseconds by what was measured. */
type Times = Readonly<Record<string, readonly number[]>>;

const TO_TENTH = `selector, from few Pods to ${String(PODS / 10)}`;
const TO_CROWD = `selector, from few Pods to ${String(LIMIT)}`;
const few = (field: string): string => `${field}, few Pods behind the Service`;
const crowd = (field: string): string => `${field}, ${String(LIMIT)} Pods behind the Service`;
const tenth = (field: string): string => `${field}, ${String(PODS / 10)} Pods behind the Service`;

function oneRepeat(pods: readonly Pod[], beside: Beside, repeat: number): Times {
  const began = performance.now();
  const world = worldWith(pods, beside, FEW);
  const before = asItIs(world);
  const look = performance.now() - began;
  const crowded = worldWith(pods, beside, CROWD);
  const crowdedBefore = asItIs(crowded);
  const wide = worldWith(pods, beside, TENTH);
  const wideBefore = asItIs(wide);
  const type = (where: WhatIfWorld, than: Outcome, name: (field: string) => string): Times =>
    Object.fromEntries(
      Object.entries(fieldsOf(where)).map(([field, strokes]) => [
        name(field),
        strokes.map((stroke) => timed(where, than, stroke)),
      ]),
    );
  return {
    ...type(world, before, few),
    [TO_CROWD]: [timed(world, before, selectorValue(world, 'crowd', `crowd-${String(repeat)}`))],
    ...type(crowded, crowdedBefore, crowd),
    [TO_TENTH]: [timed(world, before, selectorValue(world, 'tier', `tier-${String(repeat % 10)}`))],
    ...type(wide, wideBefore, tenth),
    [`selector, from few Pods to all ${String(PODS)}`]: [timed(world, before, selectorValue(world, 'all', 'yes'))],
    'a new look at every Pod': [look],
  };
}

function measure(): void {
  const [pods, beside] = [makePods(), makeBeside()];
  const all: Record<string, number[]> = {};
  const repeats: Record<string, number>[] = [];
  for (let repeat = 0; repeat <= Number(values.repeats); repeat += 1) {
    const times = oneRepeat(pods, beside, repeat);
    // The first repeat warms the compiler up: nobody types the first letter a hundred times a second.
    if (repeat === 0) continue;
    const medians = Object.fromEntries(
      Object.entries(times).map(([name, those]) => [`${name} (ms)`, quantile(those, 0.5)]),
    );
    printRepeat(repeat, medians);
    repeats.push(medians);
    for (const [name, those] of Object.entries(times)) (all[name] ??= []).push(...those);
  }
  tell(all, repeats);
}

function tell(all: Times, repeats: readonly Record<string, number>[]): void {
  const of = (name: string, share: number): number => quantile(all[name] ?? [], share);
  const names = Object.keys(all);
  const worstOf = (those: readonly string[], share: number): readonly [string, number] =>
    those.map((name) => [name, of(name, share)] as const).reduce((worst, each) => (each[1] > worst[1] ? each : worst));
  // More Pods than a frame has room for are told after the letter is painted: see what-if-window.
  const [narrow, p99] = worstOf(
    names.filter((name) => name.endsWith(few(''))),
    0.99,
  );
  const [packed, packedP99] = worstOf(
    names.filter((name) => name === TO_CROWD || name.endsWith(crowd(''))),
    0.99,
  );
  const [broad, broadMedian] = worstOf(
    names.filter((name) => name.endsWith(tenth(''))),
    0.5,
  );
  const wide = of(TO_TENTH, 0.5);
  report({
    name: 'what-if',
    repeats,
    anchor: `a frame at 60 Hz, ${FRAME_MS.toFixed(1)} ms`,
    figures: {
      pods: PODS,
      services: SERVICES,
      keystrokes: names.reduce((sum, name) => sum + (all[name]?.length ?? 0), 0),
      ...Object.fromEntries(
        names.flatMap((name) => [
          [`${name}, median (ms)`, of(name, 0.5)],
          [`${name}, p99 (ms)`, of(name, 0.99)],
        ]),
      ),
      'worst p99 with few Pods / frame': p99 / FRAME_MS,
      [`worst p99 with ${String(LIMIT)} Pods / frame`]: packedP99 / FRAME_MS,
    },
    holds: p99 <= FRAME_MS && packedP99 <= FRAME_MS,
    conclusion: `p99 ${p99.toFixed(2)} ms a keystroke at worst (${narrow}), ${packedP99.toFixed(2)} ms with as many as Kubernetes holds behind one Service (${packed}); target ${FRAME_MS.toFixed(1)} each. Beyond that, in the median: ${wide.toFixed(2)} ms one that selects ${String(PODS / 10)} Pods, ${broadMedian.toFixed(2)} ms with so many behind the Service already (${broad}). ${String(PODS)} Pods of ${String(SERVICES)} Services`,
  });
}

measure();
