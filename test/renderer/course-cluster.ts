import type { EndpointSlice } from '../../src-shared/kube/endpoint-slice.ts';
import type { Endpoints } from '../../src-shared/kube/endpoints.ts';
import type { KubeEvent } from '../../src-shared/kube/kube-event.ts';
import type { KubeObject } from '../../src-shared/kube/kube-object.ts';
import type { Namespace, Node } from '../../src-shared/kube/node.ts';
import type { Pod } from '../../src-shared/kube/pod.ts';
import type { Service } from '../../src-shared/kube/service.ts';
import {
  aContainer,
  aContainerStatus,
  anEndpoint,
  anEndpointOf,
  anEndpointPort,
  anEndpoints,
  aPod,
  aService,
  aServicePort,
  aSlice,
  aSubset,
  aTargetRef,
  conditionsOf,
} from '../support/builders.ts';
import { metaOf } from './meta.ts';

// The course's cluster as it stands in its last chapter, and Services that are broken in the ways people meet.

export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

export const LONG = 'checkout-payment-reconciliation-background-worker-europe-west-1';
const HOUR = 3600;
const DAY = 24 * HOUR;

export function aNode(name: string, ip: string): Node {
  return {
    kind: 'Node',
    meta: metaOf('Node', { name, namespace: '', creationTimestamp: ago(60 * DAY) }),
    ready: true,
    internalIPs: [ip],
  };
}

export function aNamespace(name: string): Namespace {
  return { kind: 'Namespace', meta: metaOf('Namespace', { name, namespace: '', creationTimestamp: ago(60 * DAY) }) };
}

/** A Pod of the course's ReplicaSet. */
export function coursePod(suffix: string, ip: string, more: Parameters<typeof aPod>[0] = {}): Pod {
  const { meta, ...fields } = more;
  const port = { name: null, containerPort: 8080, protocol: 'TCP' as const };
  return aPod({
    nodeName: ip.startsWith('10.244.1') ? 'kube-node1' : 'kube-node2',
    podIPs: [ip],
    containers: [aContainer({ name: 'myapp', image: 'c1t1d0s7/myweb', ports: [port] })],
    ...fields,
    meta: { name: `myapp-rs-${suffix}`, labels: { app: 'myapp-rs' }, creationTimestamp: ago(2 * HOUR), ...meta },
  });
}

export const COURSE_PODS: readonly Pod[] = [
  coursePod('4xk2p', '10.244.1.12'),
  coursePod('7mzqd', '10.244.2.31'),
  coursePod('hn8wt', '10.244.1.13'),
  coursePod('vc5rl', '10.244.2.32'),
];

export function sliceOf(
  service: Service,
  pods: readonly Pod[],
  port = 8080,
  more: Parameters<typeof aSlice>[0] = {},
): EndpointSlice {
  const { name, namespace } = service.meta;
  const ports = service.ports.map(({ name: portName }) => anEndpointPort({ name: portName, port }));
  const { meta, ...fields } = more;
  return aSlice({
    serviceName: name,
    ports,
    endpoints: pods.map((pod) => anEndpointOf(pod)),
    ...fields,
    meta: { name: `${name.slice(0, 50)}-x7k2q`, namespace, creationTimestamp: ago(2 * HOUR), ...meta },
  });
}

export const MYAPP = aService({
  meta: { name: 'myapp-svc', creationTimestamp: ago(2 * HOUR + 300) },
  clusterIPs: ['10.104.53.217'],
  selector: { app: 'myapp-rs' },
});
export const MYAPP_STICKY = aService({
  meta: { name: 'myapp-svc-ses-aff', creationTimestamp: ago(20 * 60) },
  clusterIPs: ['10.100.12.8'],
  selector: { app: 'myapp-rs' },
  sessionAffinity: 'ClientIP',
  affinityTimeoutSeconds: 10_800,
});
const KUBERNETES = aService({
  meta: { name: 'kubernetes', creationTimestamp: ago(60 * DAY), labels: { component: 'apiserver' } },
  clusterIPs: ['10.96.0.1'],
  selector: null,
  ports: [aServicePort({ name: 'https', port: 443, targetPort: 6443 })],
});

export function courseEndpoints(pods: readonly Pod[] = COURSE_PODS): Endpoints {
  const addresses = pods.map((pod) => ({
    ip: pod.podIPs[0] ?? '',
    nodeName: pod.nodeName,
    targetRef: aTargetRef(pod),
  }));
  return anEndpoints({
    meta: { name: 'myapp-svc', creationTimestamp: ago(2 * HOUR) },
    subsets: [aSubset([], { addresses })],
  });
}

export function anEvent(name: string, seconds: number, more: Partial<KubeEvent> = {}): KubeEvent {
  return {
    kind: 'Event',
    meta: metaOf('Event', { name: `${name}.${String(seconds)}` }),
    type: 'Normal',
    reason: 'Started',
    message: 'Started container myapp',
    count: 1,
    lastSeen: ago(seconds),
    source: 'kubelet',
    container: null,
    involved: { kind: 'Pod', namespace: 'default', name, uid: `uid-pod-${name}` },
    ...more,
  };
}

const EVENTS: readonly KubeEvent[] = [
  anEvent('myapp-rs-4xk2p', 7000),
  anEvent('myapp-rs-4xk2p', 7004, {
    reason: 'Pulled',
    message: 'Successfully pulled image "c1t1d0s7/myweb" in 3.412s',
  }),
  anEvent('myapp-rs-vc5rl', 42, {
    type: 'Warning',
    reason: 'Unhealthy',
    count: 17,
    message:
      'Readiness probe failed: Get "http://10.244.2.32:8080/ready": dial tcp 10.244.2.32:8080: connect: connection refused',
  }),
];

export const NODES = [
  aNode('kube-control1', '192.168.56.11'),
  aNode('kube-node1', '192.168.56.21'),
  aNode('kube-node2', '192.168.56.22'),
];

/** The course as it should be: the API server's own Service, and both Services over four Pods. */
export const COURSE: readonly KubeObject[] = [
  KUBERNETES,
  MYAPP,
  MYAPP_STICKY,
  ...COURSE_PODS,
  sliceOf(MYAPP, COURSE_PODS),
  sliceOf(MYAPP_STICKY, COURSE_PODS),
  aSlice({
    meta: { name: 'kubernetes', creationTimestamp: ago(60 * DAY) },
    serviceName: 'kubernetes',
    managedBy: null,
    ports: [anEndpointPort({ name: 'https', port: 6443 })],
    endpoints: [anEndpoint({ addresses: ['192.168.56.11'], nodeName: null })],
  }),
  courseEndpoints(),
  ...EVENTS,
  ...NODES,
  ...['default', 'kube-system', 'shop', 'shop-staging'].map(aNamespace),
];

/** One Service of each kind of trouble, and the kinds that are no trouble but look like it. */
export function troubledServices(): readonly KubeObject[] {
  const nobody = aService({
    meta: { name: 'frontend', creationTimestamp: ago(400) },
    clusterIPs: ['10.99.3.14'],
    selector: { app: 'front-end' },
    ports: [aServicePort({ nodePort: 30_080, targetPort: 'http' })],
    type: 'NodePort',
  });
  const crashing = aService({
    meta: { name: 'orders', creationTimestamp: ago(DAY) },
    clusterIPs: ['10.99.8.1'],
    selector: { app: 'orders' },
  });
  const waiting = {
    kind: 'waiting' as const,
    reason: 'CrashLoopBackOff',
    message: 'back-off 5m0s restarting failed container',
  };
  const orders = ['a', 'b'].map((suffix, index) =>
    aPod({
      meta: { name: `orders-7c9d-${suffix}`, labels: { app: 'orders' }, creationTimestamp: ago(DAY) },
      podIPs: [`10.244.1.${String(60 + index)}`],
      nodeName: 'kube-node1',
      conditions: conditionsOf(false),
      containers: [
        aContainer({ name: 'orders', status: aContainerStatus({ ready: false, restartCount: 12, state: waiting }) }),
      ],
    }),
  );
  const balancer = aService({
    meta: { name: 'ingress-nginx-controller', namespace: 'shop', creationTimestamp: ago(12 * DAY) },
    type: 'LoadBalancer',
    clusterIPs: ['10.101.200.45', 'fd00:10:96::2d1'],
    selector: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    ports: [
      aServicePort({ name: 'http', port: 80, targetPort: 'http', nodePort: 31_380 }),
      aServicePort({ name: 'https', port: 443, targetPort: 'https', nodePort: 31_443 }),
    ],
    loadBalancerIngress: ['a1b2c3d4e5f6a7b8.eu-central-1.elb.amazonaws.com'],
    externalTrafficPolicy: 'Local',
    ipFamilies: ['IPv4', 'IPv6'],
  });
  const ingress = aPod({
    meta: {
      name: 'ingress-nginx-controller-6b94c75599-abcde',
      namespace: 'shop',
      labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    },
    podIPs: ['10.244.2.90', 'fd00:10:244::5a'],
    nodeName: 'kube-node2',
    containers: [
      aContainer({
        name: 'controller',
        ports: [
          { name: 'http', containerPort: 8080, protocol: 'TCP' },
          { name: 'https', containerPort: 8443, protocol: 'TCP' },
        ],
      }),
    ],
  });
  return [
    nobody,
    crashing,
    ...orders,
    sliceOf(crashing, [], 8080, {
      endpoints: orders.map((pod) => anEndpointOf(pod, { ready: false, serving: false })),
    }),
    balancer,
    ingress,
    sliceOf(balancer, [ingress]),
    aService({
      meta: { name: 'database', namespace: 'shop', creationTimestamp: ago(3 * DAY) },
      clusterIPs: ['None'],
      selector: { app: 'postgres' },
    }),
    aService({
      meta: { name: 'legacy-billing', namespace: 'shop', creationTimestamp: ago(300 * DAY) },
      type: 'ExternalName',
      clusterIPs: [],
      selector: null,
      ports: [],
      externalName: 'billing.internal.example.com',
    }),
  ];
}

/** As many Services as a large cluster has, one of them with the longest names there can be. */
export function manyServices(count: number): readonly KubeObject[] {
  const objects: KubeObject[] = [];
  for (let index = 0; index < count; index += 1) {
    const namespace = ['shop', 'shop-staging', 'payments', 'kube-system'][index % 4] ?? 'shop';
    const name = index === 3 ? LONG : `service-${String(index).padStart(4, '0')}`;
    const service = aService({
      meta: { name, namespace, uid: `uid-service-${String(index)}`, creationTimestamp: ago(index * 977 + 30) },
      clusterIPs: [`10.${String(96 + (index >> 16))}.${String((index >> 8) & 255)}.${String(index & 255)}`],
      selector: { app: name },
      ...(index % 5 === 0 ? { sessionAffinity: 'ClientIP' as const, affinityTimeoutSeconds: 600 } : {}),
    });
    const pods = Array.from({ length: index % 4 }, (_, pod) =>
      aPod({
        meta: {
          name: `${name.slice(0, 50)}-${String(pod)}`,
          namespace,
          uid: `uid-pod-${String(index)}-${String(pod)}`,
          labels: { app: name },
        },
        podIPs: [`10.244.${String(index & 255)}.${String(pod + 2)}`],
        nodeName: 'kube-node1',
      }),
    );
    const slice = sliceOf(service, [], 8080, {
      endpoints: pods.map((pod, at) => anEndpointOf(pod, at === 1 ? { ready: false, serving: false } : {})),
      meta: { uid: `uid-slice-${String(index)}`, name: `slice-${String(index)}` },
    });
    objects.push(service, ...pods, slice);
  }
  return [...objects, ...NODES, ...['default', 'kube-system', 'payments', 'shop', 'shop-staging'].map(aNamespace)];
}
