import { anEndpointOf, aPod, conditionsOf } from '../support/builders.ts';
import {
  ago,
  aNode,
  COURSE,
  COURSE_PODS,
  courseEndpoints,
  coursePod,
  LONG,
  MYAPP,
  NODES,
  sliceOf,
  troubledServices,
} from './course-cluster.ts';
import { firstBatch } from './scene.ts';

import { ALL, MANY_PODS, MULTI, type Scenes, withCourse } from './scene-parts.ts';

const SERVICE_HASH = '#/service/default/myapp-svc';

const BROKEN_POD = coursePod('zz9px', '10.244.1.19', { conditions: conditionsOf(false) });

const PENDING_POD = aPod({
  meta: { name: 'myapp-rs-qq1aa', labels: { app: 'myapp-rs' }, creationTimestamp: ago(15) },
  phase: 'Pending',
  podIPs: [],
  nodeName: null,
  conditions: [],
});

const LEAVING_POD = coursePod('hn8wt', '10.244.1.13', { meta: { deletionTimestamp: ago(3) } });

const MIXED_PODS = [
  ...COURSE_PODS.filter(({ meta }) => !meta.name.endsWith('hn8wt')),
  LEAVING_POD,
  BROKEN_POD,
  PENDING_POD,
];

const MIXED_SLICE = sliceOf(MYAPP, [], 8080, {
  endpoints: MIXED_PODS.filter((pod) => pod !== PENDING_POD).map((pod) =>
    anEndpointOf(
      pod,
      pod === BROKEN_POD
        ? { ready: false, serving: false }
        : pod === LEAVING_POD
          ? { ready: false, serving: true, terminating: true }
          : {},
    ),
  ),
});

const MULTI_PODS = ['a', 'b', 'c'].map((suffix, index) =>
  aPod({
    meta: {
      name: `${LONG.slice(0, 57)}-${suffix}x2z`,
      labels: { 'app.kubernetes.io/name': 'reconciliation', 'app.kubernetes.io/instance': LONG },
    },
    podIPs: [`10.244.2.${String(120 + index)}`],
    nodeName: 'ip-10-0-142-77.eu-central-1.compute.internal',
  }),
);

export const SERVICE_SCENES: Scenes = {
  service: () => withCourse({ hash: SERVICE_HASH }),
  'service-mixed': () =>
    withCourse({
      hash: SERVICE_HASH,
      batches: [
        firstBatch([
          ...COURSE.filter(({ kind, meta }) => kind !== 'Pod' && meta.name !== 'myapp-svc' && kind !== 'Endpoints'),
          MYAPP,
          ...MIXED_PODS,
          MIXED_SLICE,
          courseEndpoints(COURSE_PODS.slice(0, 2)),
        ]),
      ],
    }),
  'service-nobody': () =>
    withCourse({ hash: SERVICE_HASH, batches: [firstBatch([MYAPP, ...NODES, sliceOf(MYAPP, [])])] }),
  'service-many': () =>
    withCourse({
      hash: SERVICE_HASH,
      batches: [firstBatch([MYAPP, ...NODES, ...MANY_PODS, sliceOf(MYAPP, MANY_PODS)])],
    }),
  'service-long': () =>
    withCourse({
      hash: `#/service/default/${LONG}`,
      batches: [
        firstBatch([
          MULTI,
          aNode('ip-10-0-142-77.eu-central-1.compute.internal', '10.0.142.77'),
          ...MULTI_PODS,
          sliceOf(MULTI, MULTI_PODS),
        ]),
      ],
    }),
  'service-apiserver': () => withCourse({ hash: '#/service/default/kubernetes' }),
  'service-external': () =>
    withCourse({
      hash: '#/service/shop/legacy-billing',
      opened: ALL,
      batches: [firstBatch([...COURSE, ...troubledServices()], {}, ALL)],
    }),
  'service-gone': () => withCourse({ hash: '#/service/default/was-here' }),
};
