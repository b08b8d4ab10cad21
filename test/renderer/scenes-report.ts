import type { KubeEvent } from '../../src-shared/kube/kube-event.ts';
import { failure } from '../../src-shared/ipc/failure.ts';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import { builtRun } from './built-run.ts';
import { ago, COURSE, COURSE_PODS, LONG, MYAPP } from './course-cluster.ts';
import { metaOf } from './meta.ts';
import { aHistory } from './scenes-history.ts';
import { firstBatch } from './scene.ts';
import { MULTI, type Scenes, withCourse } from './scene-parts.ts';
import { WRONG_LABEL } from './scenes-what-if.ts';

// The page the report is asked for on; the pictures press `c`.
const HASH = '#/service/default/myapp-svc';

/** What an admission webhook or a kubelet may well write. */
export const PLANTED = 'hunter2hunter2';
const LEAKY: KubeEvent = {
  kind: 'Event',
  meta: metaOf('Event', { name: 'leaky', uid: 'uid-event-leaky' }),
  type: 'Warning',
  reason: 'FailedMount',
  message: `Get "https://admin:${PLANTED}@vault.example/v1/x": 403, Authorization: Bearer ${PLANTED}`,
  count: 3,
  lastSeen: ago(20),
  source: 'kubelet',
  involved: { kind: 'Service', namespace: 'default', name: 'myapp-svc', uid: MYAPP.meta.uid },
  container: null,
};
const STALE: WatchState = {
  phase: 'stale',
  since: Date.now() - 40_000,
  whole: true,
  retryAt: Date.now() + 8_000,
  reason: failure('connect.lost', { host: '127.0.0.1', detail: `token: ${PLANTED}` }),
};
const DENIED: WatchState = { phase: 'denied', since: Date.now(), verb: 'list', resource: 'pods', namespace: 'default' };

export const REPORT_SCENES: Scenes = {
  report: () =>
    withCourse({
      hash: HASH,
      batches: [firstBatch([...COURSE, LEAKY])],
      runs: [builtRun({ pods: COURSE_PODS.map(({ meta }) => meta.name), failEvery: 20 })],
      history: aHistory(10, [[90, 'left', 'myapp-rs-9kd4w', { code: 'deleted', by: null }]]),
    }),
  'report-wrong-label': () => withCourse({ hash: HASH, batches: [firstBatch(WRONG_LABEL)] }),
  'report-not-live': () =>
    withCourse({ hash: HASH, batches: [firstBatch([...COURSE, LEAKY], { EndpointSlice: STALE, Pod: DENIED })] }),
  'report-long': () => withCourse({ hash: `#/service/default/${LONG}`, batches: [firstBatch([MULTI])] }),
};
