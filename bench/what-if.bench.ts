// A keystroke in the what-if: what it costs to say what would change, with many Pods in the namespace.
import { parseArgs } from 'node:util';
import type { Pod } from '../src-shared/kube/pod.ts';
import type { Change, Labels } from '../src-shared/what-if/change.ts';
import { compareOutcomes } from '../src-shared/what-if/compare.ts';
import { keyCompletions, valueCompletions } from '../src-shared/what-if/completions.ts';
import { asItIs, hypothetical, type Outcome, type WhatIfWorld } from '../src-shared/what-if/hypothetical.ts';
import { indexLabels } from '../src-shared/what-if/label-index.ts';
import { writtenSlices } from '../src-shared/what-if/written-slices.ts';
import { aPod, aService } from '../test/support/builders.ts';
import { printRepeat, quantile, report } from './measure.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    services: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '7' },
  },
});
const [PODS, SERVICES] = [Number(values.pods), Number(values.services)];
const FRAME_MS = 1000 / 60;
/** Typed letter by letter: most of it matches nobody, the end of it one workload; then a label that a tenth has. */
const TYPED = ['app-123', 'app-777', 'app-1'];
const NODES = new Map([['node-1', { ready: true }]]);

/** Pods of as many workloads as there are Services, each with the labels that Deployments and Helm give. */
function makePods(): readonly Pod[] {
  return Array.from({ length: PODS }, (_, index) => {
    const app = `app-${String(index % SERVICES)}`;
    const labels = {
      app,
      'app.kubernetes.io/instance': app,
      'pod-template-hash': `h${String(index % SERVICES)}`,
      tier: `tier-${String(index % 10)}`,
      all: 'yes',
    };
    const podIPs = [`10.${String(index >> 16)}.${String((index >> 8) & 255)}.${String(index & 255)}`];
    return aPod({ meta: { name: `${app}-${String(index)}`, labels }, podIPs });
  });
}

function selecting({ service }: WhatIfWorld, to: Labels): Change {
  const { namespace, name, uid } = service.meta;
  const edit = { field: 'selector', from: service.selector, to } as const;
  return { kind: 'Service', namespace, name, uid, resourceVersion: null, edits: [edit] };
}

/** What the panel does with one keystroke in a value: the outcome, what differs, and what could complete it. */
function keystroke(world: WhatIfWorld, before: Outcome, key: string, value: string): number {
  const began = performance.now();
  compareOutcomes(before, hypothetical(world, selecting(world, { [key]: value })));
  keyCompletions(world.pods, key, []);
  valueCompletions(world.pods, key, value, {});
  return performance.now() - began;
}

function measure(): void {
  const pods = makePods();
  const service = aService({ selector: { app: 'app-1' } });
  const selected = pods.filter(({ meta }) => meta.labels.app === 'app-1');
  const made = (): WhatIfWorld => ({
    service,
    slices: writtenSlices(service, selected, NODES),
    pods: indexLabels(pods),
    nodes: NODES,
    namespaceServices: [service],
    workloads: [],
    networkPolicies: [],
    kubeProxy: null,
    flapping: null,
    traffic: null,
    now: Date.parse('2026-01-01T01:00:00Z'),
  });
  const keys: number[] = [];
  const looks: number[] = [];
  const crowds: number[] = [];
  const everybody: number[] = [];
  const repeats: Record<string, number>[] = [];
  for (let repeat = 0; repeat <= Number(values.repeats); repeat += 1) {
    const began = performance.now();
    const world = made();
    const before = asItIs(world);
    const look = performance.now() - began;
    const typed = TYPED.flatMap((text) =>
      Array.from({ length: text.length }, (_, length) => keystroke(world, before, 'app', text.slice(0, length + 1))),
    );
    const crowd = keystroke(world, before, 'tier', `tier-${String(repeat % 10)}`);
    const all = keystroke(world, before, 'all', 'yes');
    // The first repeat warms the compiler up: nobody types the first letter a hundred times a second.
    if (repeat === 0) continue;
    const figures = {
      keystrokes: typed.length,
      'median (ms)': quantile(typed, 0.5),
      'p99 (ms)': quantile(typed, 0.99),
      [`${String(PODS / 10)} Pods selected (ms)`]: crowd,
      [`${String(PODS)} Pods selected (ms)`]: all,
      'a new look at every Pod (ms)': look,
    };
    printRepeat(repeat, figures);
    repeats.push(figures);
    keys.push(...typed);
    crowds.push(crowd);
    everybody.push(all);
    looks.push(look);
  }
  const [median, p99, wide] = [quantile(keys, 0.5), quantile(keys, 0.99), quantile(crowds, 0.5)];
  report({
    name: 'what-if',
    repeats,
    anchor: `a frame at 60 Hz, ${FRAME_MS.toFixed(1)} ms`,
    figures: {
      pods: PODS,
      services: SERVICES,
      keystrokes: keys.length,
      'median (ms)': median,
      'p99 (ms)': p99,
      'p99 / frame': p99 / FRAME_MS,
      'a tenth of all Pods selected, median (ms)': wide,
      'a tenth of all Pods selected, p99 (ms)': quantile(crowds, 0.99),
      // The panel paints the letter first and this after it: see what-if-window.
      'all Pods selected, median (ms)': quantile(everybody, 0.5),
      'a new look at every Pod, median (ms)': quantile(looks, 0.5),
    },
    holds: p99 <= FRAME_MS && wide <= FRAME_MS,
    conclusion: `median ${median.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms a keystroke, ${wide.toFixed(2)} ms one that selects ${String(PODS / 10)} Pods (target ${FRAME_MS.toFixed(1)} each) with ${String(PODS)} Pods of ${String(SERVICES)} Services`,
  });
}

measure();
