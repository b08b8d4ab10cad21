import type { KubeObject } from '../../src-shared/kube/kube-object.ts';
import type { Workload } from '../../src-shared/kube/workload.ts';
import {
  aContainer,
  aContainerStatus,
  anEndpointOf,
  aPod,
  aService,
  aServicePort,
  conditionsOf,
} from '../support/builders.ts';
import { builtRun, REQUEST } from './built-run.ts';
import { ago, COURSE_PODS, coursePod, LONG, MYAPP, NODES, sliceOf } from './course-cluster.ts';
import { metaOf } from './meta.ts';
import { firstBatch, type Scene } from './scene.ts';
import { type Scenes, withCourse } from './scene-parts.ts';

const HASH = '#/service/default/myapp-svc';

/** The course's Service with other fields, over whatever Pods there are. */
export function findingScene(
  service: Parameters<typeof aService>[0],
  objects: readonly KubeObject[],
  more: Partial<Scene> = {},
  states: Parameters<typeof firstBatch>[1] = {},
): Scene {
  const changed = aService({ ...MYAPP, ...service });
  return withCourse({ hash: HASH, batches: [firstBatch([changed, ...NODES, ...objects], states)], ...more });
}

function replicaSet(replicas: number, currentReplicas: number): Workload {
  const meta = metaOf('ReplicaSet', { name: 'myapp-rs', creationTimestamp: ago(7200) });
  return { kind: 'ReplicaSet', meta, replicas, currentReplicas, podLabels: { app: 'myapp-rs' } };
}

const OWNED = COURSE_PODS.map((pod) => ({
  ...pod,
  meta: {
    ...pod.meta,
    ownerReferences: [{ kind: 'ReplicaSet', name: 'myapp-rs', uid: 'uid-replicaset-myapp-rs', controller: true }],
  },
}));
const LONE = aPod({
  meta: {
    name: 'myapp-debug',
    labels: { app: 'debug-shell', 'app.kubernetes.io/name': 'myapp' },
    creationTimestamp: ago(900),
  },
});
const CACHE = aPod({
  meta: {
    name: `${LONG}-0`,
    labels: { 'app.kubernetes.io/name': LONG, application: 'myapp' },
    creationTimestamp: ago(9000),
    ownerReferences: [{ kind: 'StatefulSet', name: LONG, uid: 'uid-sts', controller: true }],
  },
});
const FAILING = ['a', 'b'].map((suffix, index) =>
  coursePod(suffix, `10.244.1.${String(50 + index)}`, {
    conditions: conditionsOf(false),
    containers: [
      aContainer({
        name: 'myapp',
        readinessProbe: { kind: 'httpGet', port: 8080, path: '/ready' },
        status: aContainerStatus({ ready: false, started: true }),
      }),
    ],
  }),
);
const notReady = (pods: typeof FAILING) =>
  sliceOf(MYAPP, [], 8080, { endpoints: pods.map((pod) => anEndpointOf(pod, { ready: false, serving: false })) });
const deniedFor = (resource: string) =>
  ({ phase: 'denied', since: 0, verb: 'list', resource, namespace: 'default' }) as const;

export const FINDING_SCENES: Scenes = {
  'findings-wrong-label': () =>
    findingScene({ selector: { app: 'myapp' } }, [...OWNED, LONE, CACHE, sliceOf(MYAPP, []), replicaSet(4, 4)]),
  'findings-elsewhere': () =>
    findingScene({ selector: { app: 'myapp-rs' } }, [sliceOf(MYAPP, []), replicaSet(0, 0)], {
      elsewhere: { namespaces: [{ namespace: 'shop', pods: 4, examples: ['myapp-rs-4xk2p'] }], whole: true },
    }),
  'findings-named-port': () =>
    findingScene({ ports: [aServicePort({ targetPort: 'web' })] }, [
      ...OWNED.map((pod) => ({
        ...pod,
        containers: [aContainer({ ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' as const }] })],
      })),
      sliceOf(MYAPP, []),
      replicaSet(4, 4),
    ]),
  'findings-readiness': () => findingScene({}, [...FAILING, notReady(FAILING)]),
  'findings-nothing': () => findingScene({}, [...OWNED, sliceOf(MYAPP, OWNED), replicaSet(4, 4)]),
  'findings-traffic': () =>
    findingScene({ ports: [aServicePort({ targetPort: 8081 })] }, [...OWNED, sliceOf(MYAPP, OWNED, 8081)], {
      runs: [
        {
          ...builtRun({ pods: OWNED.map(({ meta }) => meta.name), sides: ['None'], failEvery: 1 }),
          run: REQUEST.service,
        },
      ],
    }),
  'findings-unknown': () =>
    findingScene({}, [], {}, { Pod: deniedFor('pods'), EndpointSlice: deniedFor('endpointslices') }),
};
