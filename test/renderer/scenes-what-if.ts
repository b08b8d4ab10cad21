import type { Workload } from '../../src-shared/kube/workload.ts';
import type { KubeObject } from '../../src-shared/kube/kube-object.ts';
import { aService, aServicePort } from '../support/builders.ts';
import { ago, COURSE, COURSE_PODS, coursePod, LONG, NODES, sliceOf } from './course-cluster.ts';
import { metaOf } from './meta.ts';
import { MANY_PODS, type Scenes, withCourse } from './scene-parts.ts';
import { DESCRIPTION, firstBatch } from './scene.ts';

const REPLICA_SET: Workload = {
  kind: 'ReplicaSet',
  meta: metaOf('ReplicaSet', { name: 'myapp-rs', uid: 'uid-rs', creationTimestamp: ago(7200) }),
  replicas: 4,
  currentReplicas: 4,
  podLabels: { app: 'myapp-rs' },
};
const OWNED = { kind: 'ReplicaSet', name: 'myapp-rs', uid: 'uid-rs', controller: true };
const OWNED_PODS = COURSE_PODS.map((pod) => ({ ...pod, meta: { ...pod.meta, ownerReferences: [OWNED] } }));

/** The course's most frequent mistake: the Service asks for `app: myapp`, the Pods have `app: myapp-rs`. */
const WRONG = aService({
  meta: { name: 'myapp-svc', creationTimestamp: ago(300) },
  clusterIPs: ['10.104.53.217'],
  selector: { app: 'myapp' },
});

export const WRONG_LABEL: readonly KubeObject[] = [
  WRONG,
  REPLICA_SET,
  ...OWNED_PODS,
  sliceOf(WRONG, []),
  coursePod('other', '10.244.2.77', { meta: { name: 'redis-0', labels: { app: 'redis', tier: 'cache' } } }),
  ...NODES,
];

const PORTS = aService({
  meta: { name: LONG, creationTimestamp: ago(300) },
  clusterIPs: ['10.104.53.217'],
  selector: { app: 'myapp-rs', 'app.kubernetes.io/instance': LONG },
  ports: [
    aServicePort({ name: 'http', port: 80, targetPort: 8080 }),
    aServicePort({ name: 'metrics', port: 9100, targetPort: 'metrics' }),
    aServicePort({ name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 }),
  ],
});
const LONG_PODS = MANY_PODS.map((pod, index) => ({
  ...pod,
  meta: {
    ...pod.meta,
    name: `${LONG}-${String(index)}`,
    labels: { app: 'myapp-rs', 'app.kubernetes.io/instance': LONG },
  },
}));

const scene = (name: string, objects: readonly KubeObject[]) => ({
  hash: `#/service/default/${name}`,
  batches: [firstBatch(objects)],
});

// Each is a Service's page; the tab "What if" is opened by the one who looks: --click '[role=tab]:nth-of-type(5)'.
export const WHAT_IF_SCENES: Scenes = {
  'what-if-wrong-label': () => withCourse(scene('myapp-svc', WRONG_LABEL)),
  'what-if-well': () => withCourse(scene('myapp-svc', [...COURSE, REPLICA_SET])),
  'what-if-long': () => withCourse(scene(LONG, [PORTS, ...LONG_PODS, sliceOf(PORTS, LONG_PODS), ...NODES])),
  'what-if-read-only': () =>
    withCourse({ ...scene('myapp-svc', WRONG_LABEL), description: { ...DESCRIPTION, readOnly: true } }),
};
