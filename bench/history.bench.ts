// One slice of a Service with very many endpoints changes: how long main's event loop is held by writing its history.
import { parseArgs } from 'node:util';
import type { DirtyListener, StateListener } from '../src-main/kube/cluster-watch.ts';
import { type HistoryRecorderOptions, recordHistory } from '../src-main/kube/history-recorder.ts';
import type { ClusterStores } from '../src-main/kube/kind-watch.ts';
import { createStore } from '../src-main/kube/store.ts';
import { standingsOf } from '../src-shared/history/standings.ts';
import type { WatchState } from '../src-shared/ipc/watch-state.ts';
import { WATCHED_KINDS, type WatchedKind } from '../src-shared/kube/object-key.ts';
import type { EndpointSlice } from '../src-shared/kube/endpoint-slice.ts';
import type { Pod } from '../src-shared/kube/pod.ts';
import { anEndpointOf, aPod, aService, aSlice } from '../test/support/builders.ts';
import { printRepeat, quantile, report } from './measure.ts';

const { values } = parseArgs({
  options: {
    endpoints: { type: 'string', default: '10000' },
    events: { type: 'string', default: '400' },
    repeats: { type: 'string', default: '7' },
  },
});
const [ENDPOINTS, EVENTS] = [Number(values.endpoints), Number(values.events)];
/** What the controller puts into a slice unless it is told otherwise. */
const A_SLICE = 100;
/** One slice of many may cost so many times what it costs alone. */
const TARGET = 3;
const SYNCED: WatchState = { phase: 'synced', since: 0 };

interface Recorded {
  /** Turns one endpoint, as the controller does when a Pod's readiness changes. Milliseconds that the listener held the loop. */
  turn(): number;
  /** What a comparison of everything would have taken. */
  anew(): number;
  readonly told: () => number;
}

function podsOf(name: string, count: number): readonly Pod[] {
  return Array.from({ length: count }, (_, index) =>
    aPod({ meta: { name: `${name}-${String(index)}` }, podIPs: [`10.${String(index >> 8)}.${String(index & 255)}.1`] }),
  );
}

/** A recorder on real stores, with one Service that has so many endpoints. */
function record(name: string, count: number): Recorded {
  const listeners = new Set<DirtyListener>();
  const store = (kind: WatchedKind) => createStore<never>((uid) => listeners.forEach((tell) => tell(kind, uid)));
  const stores = Object.fromEntries(WATCHED_KINDS.map((kind) => [kind, store(kind)])) as unknown as ClusterStores;
  const heard = new Set<StateListener>();
  const states = Object.fromEntries(WATCHED_KINDS.map((kind): [WatchedKind, WatchState] => [kind, { phase: 'idle' }]));
  const watch: HistoryRecorderOptions['watch'] = {
    stores,
    states: () => states as Record<WatchedKind, WatchState>,
    onDirty: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    onState: (listener) => (heard.add(listener), () => heard.delete(listener)),
    remember: () => undefined,
  };
  let now = Date.parse('2026-01-01T00:00:00Z');
  const recorder = recordHistory({ watch, now: () => now, changed: () => undefined });
  const service = aService({ meta: { name }, selector: { app: name } });
  const pods = podsOf(name, count);
  const ready = pods.map(() => true);
  let version = 1;
  const sliceAt = (index: number): EndpointSlice =>
    aSlice({
      meta: { name: `${name}-${String(index)}`, resourceVersion: String((version += 1)) },
      serviceName: name,
      endpoints: pods.slice(index * A_SLICE, (index + 1) * A_SLICE).map((pod, at) => {
        const is = ready[index * A_SLICE + at] === true;
        return anEndpointOf(pod, { ready: is, serving: is });
      }),
    });
  const slices = Math.ceil(count / A_SLICE);
  stores.Service.put(service);
  for (const pod of pods) stores.Pod.put(pod);
  for (let index = 0; index < slices; index += 1) stores.EndpointSlice.put(sliceAt(index));
  for (const kind of ['Service', 'Pod', 'EndpointSlice'] as const) {
    states[kind] = SYNCED;
    heard.forEach((tell) => tell(kind, SYNCED));
  }
  let turns = 0;
  return {
    turn: () => {
      const which = (turns * 37) % count;
      turns += 1;
      now += 10;
      ready[which] = ready[which] !== true;
      const slice = sliceAt(Math.floor(which / A_SLICE));
      const began = performance.now();
      stores.EndpointSlice.put(slice);
      return performance.now() - began;
    },
    anew: () => {
      const all = [...stores.EndpointSlice.values()];
      const began = performance.now();
      standingsOf(service, all);
      return performance.now() - began;
    },
    told: () => {
      const history = recorder.read({ namespace: 'default', name });
      return (history?.entries.length ?? 0) + (history?.dropped ?? 0);
    },
  };
}

function measure(): void {
  const many = record('many', ENDPOINTS);
  const few = record('few', A_SLICE);
  const all: { readonly many: number[]; readonly few: number[]; readonly anew: number[] } = {
    many: [],
    few: [],
    anew: [],
  };
  const repeats: Record<string, number>[] = [];
  for (let repeat = 0; repeat <= Number(values.repeats); repeat += 1) {
    const began = many.told();
    const turns: { readonly many: number[]; readonly few: number[] } = { many: [], few: [] };
    for (let event = 0; event < EVENTS; event += 1) {
      turns.many.push(many.turn());
      turns.few.push(few.turn());
    }
    const anew = many.anew();
    if (many.told() - began !== EVENTS) throw new Error(`${String(EVENTS)} turns, ${String(many.told() - began)} told`);
    // The first repeat warms the compiler up.
    if (repeat === 0) continue;
    const figures = {
      'one slice of many, median (ms)': quantile(turns.many, 0.5),
      'one slice of many, p99 (ms)': quantile(turns.many, 0.99),
      'the only slice, median (ms)': quantile(turns.few, 0.5),
      'the only slice, p99 (ms)': quantile(turns.few, 0.99),
      'every slice anew (ms)': anew,
    };
    printRepeat(repeat, figures);
    repeats.push(figures);
    all.many.push(...turns.many);
    all.few.push(...turns.few);
    all.anew.push(anew);
  }
  const ratio = quantile(all.many, 0.5) / quantile(all.few, 0.5);
  report({
    name: 'history',
    repeats,
    anchor: `the same event of a Service with ${String(A_SLICE)} endpoints in its only slice, in turns`,
    figures: {
      endpoints: ENDPOINTS,
      slices: Math.ceil(ENDPOINTS / A_SLICE),
      events: all.many.length,
      'one slice of many, median (ms)': quantile(all.many, 0.5),
      'one slice of many, p99 (ms)': quantile(all.many, 0.99),
      'the only slice, median (ms)': quantile(all.few, 0.5),
      'the only slice, p99 (ms)': quantile(all.few, 0.99),
      'every slice anew, median (ms)': quantile(all.anew, 0.5),
      'of many / the only one': ratio,
      'of many / every slice anew': quantile(all.many, 0.5) / quantile(all.anew, 0.5),
    },
    holds: ratio <= TARGET,
    conclusion: `an event of ${String(ENDPOINTS)} endpoints held main ${quantile(all.many, 0.5).toFixed(2)} ms (p99 ${quantile(all.many, 0.99).toFixed(2)}), ${ratio.toFixed(2)} times what one of ${String(A_SLICE)} did (target ${String(TARGET)})`,
  });
}

measure();
