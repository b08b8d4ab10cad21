import { KUBERNETES_SERVICE_IP } from './admission/allocate.ts';
import type { ClusterApi, Draft, ResourceName } from './cluster-api.ts';

/** Where the API is for Pods: an address of no Node and no Pod, which the virtual network leads to the API itself. */
export const API_ENDPOINT = { address: '10.250.0.1', port: 6443 };

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Makes what a cluster has before anyone uses it, where it is missing: namespaces, the Service of the API, kube-proxy's settings. */
export function createBaseObjects(api: ClusterApi): void {
  for (const name of NAMESPACES) {
    ensure(api, 'namespaces', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  ensure(api, 'services', 'default', KUBERNETES_SERVICE);
  ensure(api, 'endpoints', 'default', KUBERNETES_ENDPOINTS);
  ensure(api, 'discovery.k8s.io/endpointslices', 'default', KUBERNETES_SLICE);
  ensure(api, 'configmaps', 'kube-system', KUBE_PROXY);
}

function ensure(api: ClusterApi, resource: ResourceName, namespace: string | undefined, draft: Draft): void {
  const { name } = draft.metadata as { readonly name: string };
  if (api.get(resource, namespace, name) === undefined) api.create(resource, namespace, draft);
}

// Source: k/k 1.34.4 pkg/controlplane/controller/kubernetesservice and pkg/controlplane/reconcilers.
const KUBERNETES_SERVICE: Draft = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: {
    clusterIP: KUBERNETES_SERVICE_IP,
    ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: API_ENDPOINT.port }],
    sessionAffinity: 'None',
    type: 'ClusterIP',
  },
};

const KUBERNETES_ENDPOINTS: Draft = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'kubernetes', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
  subsets: [
    {
      addresses: [{ ip: API_ENDPOINT.address }],
      ports: [{ name: 'https', port: API_ENDPOINT.port, protocol: 'TCP' }],
    },
  ],
};

const KUBERNETES_SLICE: Draft = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'kubernetes', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: [API_ENDPOINT.address], conditions: { ready: true } }],
  ports: [{ name: 'https', port: API_ENDPOINT.port, protocol: 'TCP' }],
};

// Where kubeadm writes it, and the only place that tells how an endpoint is chosen.
const KUBE_PROXY: Draft = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kube-proxy', labels: { app: 'kube-proxy' } },
  data: {
    'config.conf': 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: iptables\n',
  },
};
