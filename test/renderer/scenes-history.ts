import type { HistoryCause, HistoryEntry, MemberEntry, ServiceHistory } from '../../src-shared/history/history.ts';
import { failure } from '../../src-shared/ipc/failure.ts';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import { COURSE, COURSE_PODS, coursePod, LONG, MYAPP, NODES, sliceOf } from './course-cluster.ts';
import { firstBatch, type Scene } from './scene.ts';
import { MANY_PODS, type Scenes, withCourse } from './scene-parts.ts';

const HASH = '#/service/default/myapp-svc';
const MINUTE = 60_000;

/** Changes, each so many seconds ago. */
type Told = readonly [secondsAgo: number, what: MemberEntry['what'], pod: string, why: HistoryCause, since?: number];

const PROBE: HistoryCause = {
  code: 'reason',
  reason: {
    ...{ code: 'readiness-probe', container: 'myapp' },
    message:
      'Readiness probe failed: Get "http://10.244.2.32:8080/ready": dial tcp 10.244.2.32:8080: connect: connection refused',
  },
};
const READY: HistoryCause = { code: 'reason', reason: { code: 'ready' } };
const DELETED: HistoryCause = {
  code: 'deleted',
  by: { kind: 'controller', controller: 'ReplicaSet', name: 'myapp-rs' },
};
const CREATED: HistoryCause = { code: 'pod-created', by: { controller: 'ReplicaSet', name: 'myapp-rs' } };

function entries(now: number, told: readonly Told[]): readonly HistoryEntry[] {
  return told.map(([ago, what, name, why, since], index) => ({
    ...{ id: index + 1, at: now - ago * 1000, since: since === undefined ? null : now - since * 1000 },
    ...{ what, member: { key: `uid-pod-${name}`, name }, why },
    state: what === 'left' ? null : what === 'became-not-ready' ? 'not-ready' : 'in',
  }));
}

export function aHistory(
  minutes: number,
  told: readonly Told[],
  more: Partial<ServiceHistory> = {},
  now = Date.now(),
): ServiceHistory {
  const start = now - minutes * MINUTE;
  return {
    ...{ began: start, start, entries: entries(now, told), dropped: 0, gaps: [] },
    base: COURSE_PODS.map(({ meta }) => ({ key: meta.uid, name: meta.name, state: 'in' as const })),
    ...more,
  };
}

const FEW: readonly Told[] = [
  [540, 'became-not-ready', 'myapp-rs-vc5rl', PROBE],
  [480, 'became-ready', 'myapp-rs-vc5rl', READY],
  [420, 'became-not-ready', 'myapp-rs-hn8wt', { code: 'deleted', by: null }],
  [390, 'left', 'myapp-rs-hn8wt', { code: 'deleted', by: null }],
  [385, 'entered', 'myapp-rs-2pq8z', CREATED],
  [360, 'became-not-ready', 'myapp-rs-vc5rl', PROBE],
  [300, 'became-ready', 'myapp-rs-vc5rl', READY],
  [200, 'left', 'myapp-rs-7mzqd', { code: 'labels-changed', labels: [{ key: 'app', from: 'myapp-rs', to: 'debug' }] }],
  [199, 'entered', 'myapp-rs-9kd4w', CREATED],
  [90, 'became-not-ready', 'myapp-rs-vc5rl', PROBE],
  [40, 'became-not-ready', 'myapp-rs-9kd4w', DELETED],
  [38, 'left', 'myapp-rs-9kd4w', DELETED],
];

function withService(history: ServiceHistory | null): Scene {
  const now = Date.now();
  const changed: HistoryEntry = {
    ...{ id: 1_000, at: now - 700_000, since: null, what: 'service-changed' },
    fields: [
      { field: 'spec.selector', from: 'app=myapp', to: 'app=myapp-rs' },
      { field: 'spec.ports', from: '80/TCP→80', to: '80/TCP→8080' },
    ],
  };
  const told = history === null ? null : { ...history, entries: [changed, ...history.entries] };
  return withCourse({ hash: HASH, history: told });
}

/** Long names, more Pods than lines, more changes than are kept. */
function many(): ServiceHistory {
  const pods = [...MANY_PODS.map(({ meta }) => meta.name), `${LONG.slice(0, 57)}-x2z4q`];
  const told = pods.flatMap((name, index): Told[] => [
    [3_000 - index * 60, 'became-not-ready', name, PROBE],
    [2_970 - index * 60, 'became-ready', name, READY],
  ]);
  const base = pods.map((name) => ({ key: `uid-pod-${name}`, name, state: 'in' as const }));
  return { ...aHistory(26 * 60, told, { base, dropped: 4_180 }), start: Date.now() - 55 * MINUTE };
}

function gap(): ServiceHistory {
  const now = Date.now();
  const told: readonly Told[] = [
    [500, 'became-not-ready', 'myapp-rs-vc5rl', PROBE],
    [240, 'left', 'myapp-rs-7mzqd', { code: 'deleted', by: null }, 400],
    [240, 'entered', 'myapp-rs-9kd4w', CREATED, 400],
    [180, 'became-ready', 'myapp-rs-vc5rl', READY],
  ];
  const gaps = [
    { from: now - 400_000, to: now - 242_000 },
    { from: now - 60_000, to: null },
  ];
  return aHistory(12, told, { gaps });
}

const STALE: WatchState = {
  phase: 'stale',
  since: Date.now() - 40_000,
  whole: true,
  retryAt: Date.now() + 8_000,
  reason: failure('connect.refused', { host: '127.0.0.1', port: 6443 }),
};
const DENIED: WatchState = {
  phase: 'denied',
  since: 0,
  verb: 'list',
  resource: 'endpointslices',
  namespace: 'default',
};

export const HISTORY_SCENES: Scenes = {
  history: () => withService(aHistory(95, FEW)),
  'history-many': () =>
    withCourse({
      hash: HASH,
      history: many(),
      batches: [firstBatch([MYAPP, ...MANY_PODS, coursePod('x', '10.244.1.99'), ...NODES, sliceOf(MYAPP, MANY_PODS)])],
    }),
  'history-gap': () =>
    withCourse({ hash: HASH, history: gap(), batches: [firstBatch(COURSE, { EndpointSlice: STALE })] }),
  'history-unchanged': () => withCourse({ hash: HASH, history: aHistory(42, []) }),
  'history-empty': () =>
    withCourse({
      hash: HASH,
      history: aHistory(3, [], { base: [] }),
      batches: [firstBatch([MYAPP, ...NODES])],
    }),
  'history-loading': () => withCourse({ hash: HASH, history: null }),
  'history-denied': () =>
    withCourse({ hash: HASH, history: null, batches: [firstBatch(COURSE, { EndpointSlice: DENIED })] }),
};
