import { failure } from '../../src-shared/ipc/failure.ts';
import type { AffinityPatchEntry } from '../../src-shared/traffic/affinity-patch.ts';
import { builtRun, PLAN } from './built-run.ts';
import { COURSE, COURSE_PODS, troubledServices } from './course-cluster.ts';
import { firstBatch } from './scene.ts';

import { ALL, MANY_PODS, now, type Scenes, withCourse } from './scene-parts.ts';

const PODS = COURSE_PODS.map(({ meta }) => meta.name);

const TRAFFIC_HASH = '#/traffic/default/myapp-svc';

function unrestoredOf(run: string): AffinityPatchEntry {
  const to = { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 } as const;
  const from = { sessionAffinity: 'None', timeoutSeconds: null } as const;
  return { run, context: 'training', service: { namespace: 'default', name: 'myapp-svc' }, from, to, now: to };
}

export const TRAFFIC_SCENES: Scenes = {
  traffic: () => withCourse({ hash: TRAFFIC_HASH }),
  'traffic-refused': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      plan: {
        ...PLAN,
        possible: false,
        permissions: PLAN.permissions.map((check, index) => ({
          ...check,
          allowed: index === 0 ? false : index === 5 ? null : true,
        })),
        refusal: failure('traffic.missing-verb', { verb: 'create', resource: 'pods/exec', namespace: 'default' }),
      },
    }),
  'traffic-waiting': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      runs: [
        builtRun({
          pods: PODS,
          perSide: 0,
          requests: 200,
          phase: {
            phase: 'waiting-for-clients',
            since: now,
            ready: 1,
            detail:
              'servicescope-client-3f9a1c-m4zpd: ImagePullBackOff: Back-off pulling image "docker.io/curlimages/curl:8.11.0"',
          },
          left: ['job/servicescope-client-3f9a1c', 'svc/servicescope-twin-3f9a1c'],
        }),
      ],
    }),
  'traffic-running': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      runs: [
        builtRun({
          pods: PODS,
          perSide: 120,
          requests: 200,
          phase: { phase: 'counting', since: now, side: null },
          left: ['job/servicescope-client-3f9a1c', 'svc/servicescope-twin-3f9a1c'],
        }),
      ],
    }),
  'traffic-done': () => withCourse({ hash: TRAFFIC_HASH, runs: [builtRun({ pods: PODS })] }),
  'traffic-one-side': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      runs: [builtRun({ pods: PODS, sides: ['None'], perSide: 2000, requests: null, failEvery: 19 })],
    }),
  'traffic-many': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      runs: [builtRun({ pods: MANY_PODS.map(({ meta }) => meta.name), perSide: 4000 })],
    }),
  'traffic-failed': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      runs: [
        builtRun({
          pods: PODS,
          perSide: 0,
          requests: 200,
          phase: {
            phase: 'ended',
            outcome: {
              kind: 'failed',
              failure: failure('traffic.client-not-started', {
                pod: 'servicescope-client-3f9a1c-m4zpd',
                reason: 'ImagePullBackOff',
                detail: 'Back-off pulling image "docker.io/curlimages/curl:8.11.0"',
              }),
            },
          },
          left: ['job/servicescope-client-3f9a1c'],
          more: { sides: [] },
        }),
      ],
      unrestored: [unrestoredOf('run-0')],
    }),
  'traffic-unrestored': () =>
    withCourse({
      hash: TRAFFIC_HASH,
      runs: [builtRun({ pods: PODS, more: { unrestored: true } })],
      unrestored: [unrestoredOf('run-1')],
    }),
  'traffic-unsupported': () =>
    withCourse({
      hash: '#/traffic/shop/legacy-billing',
      opened: ALL,
      batches: [firstBatch([...COURSE, ...troubledServices()], {}, ALL)],
    }),
};
