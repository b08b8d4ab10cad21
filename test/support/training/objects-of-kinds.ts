import { kindOf, type Kind } from '../../../src-main/training/kinds.ts';

/** Kinds that are answered and not stored. */
export const REVIEWS = [
  '/apis/authentication.k8s.io/v1/selfsubjectreviews',
  ...['selfsubjectaccessreviews', 'selfsubjectrulesreviews'].map((each) => `/apis/authorization.k8s.io/v1/${each}`),
];
/** In the namespace default, where the kind stands in one. */
export const collectionOf = ({ group, namespaced, plural }: Kind): string =>
  `${group === '' ? '/api' : `/apis/${group}`}/v1/${namespaced ? 'namespaces/default/' : ''}${plural}`;
/** What is there by itself: of the course, of every cluster, and a Pod that the suite makes. */
const NAMES: Readonly<Record<string, string>> = {
  services: 'myapp-svc',
  endpoints: 'myapp-svc',
  replicasets: 'myapp-rs',
  pods: 'client',
  namespaces: 'default',
  nodes: 'node-1',
  serviceaccounts: 'default',
};
const POD_SPEC = { containers: [{ name: 'main', image: 'nginx' }] };
const WORKLOAD = {
  selector: { matchLabels: { app: 'made' } },
  template: { metadata: { labels: { app: 'made' } }, spec: POD_SPEC },
};
/** Of a kind that no cluster has an object of by itself: what a client must say of one. */
export const MADE = [
  [kindOf('configmaps'), { metadata: { name: 'made' }, data: { a: 'b' } }],
  [
    kindOf('events'),
    { metadata: { name: 'made' }, involvedObject: { kind: 'Pod', name: 'client', namespace: 'default' } },
  ],
  [
    kindOf('discovery.k8s.io/endpointslices'),
    { metadata: { name: 'made' }, addressType: 'IPv4', endpoints: [{ addresses: ['192.0.2.7'] }] },
  ],
  [kindOf('apps/deployments'), { metadata: { name: 'made' }, spec: { ...WORKLOAD, replicas: 0 } }],
  [
    kindOf('batch/jobs'),
    {
      metadata: { name: 'made' },
      spec: { suspend: true, template: { spec: { ...POD_SPEC, restartPolicy: 'Never' } } },
    },
  ],
  [
    kindOf('networking.k8s.io/networkpolicies'),
    { metadata: { name: 'made' }, spec: { podSelector: { matchLabels: { app: 'made' } } } },
  ],
] as const;
/** The path of an object that is there once those of MADE are. */
export const objectOf = (kind: Kind): string => `${collectionOf(kind)}/${NAMES[kind.plural] ?? 'made'}`;
