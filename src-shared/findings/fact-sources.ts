/** Where a fact about Kubernetes stands: what to look for there, and the page or file. */
export interface FactSource {
  readonly text: string;
  readonly url: string;
}

const docs = (text: string, path: string): FactSource => ({ text, url: `https://kubernetes.io/docs/${path}` });
/** Kubernetes 1.34.4, the version the rules were read in. */
const code = (text: string, path: string): FactSource => ({
  text,
  url: `https://github.com/kubernetes/kubernetes/blob/v1.34.4/${path}`,
});

const SERVICE = 'concepts/services-networking/service';
const ENDPOINT_SLICE = 'staging/src/k8s.io/endpointslice';

export const SOURCES = {
  externalName: docs('Service, type: ExternalName', `${SERVICE}/#externalname`),
  headless: docs('Service, Headless Services', `${SERVICE}/#headless-services`),
  noSelector: docs('Service, Services without selectors', `${SERVICE}/#services-without-selectors`),
  servicePorts: docs('Service, Field spec.ports', `${SERVICE}/#field-spec-ports`),
  selector: docs(
    'Debug Services, Does the Service have any EndpointSlices?',
    'tasks/debug/debug-application/debug-service/',
  ),
  debugService: docs('Debug Services', 'tasks/debug/debug-application/debug-service/'),
  scale: docs('kubectl scale', 'reference/kubectl/generated/kubectl_scale/'),
  endedPods: code('ShouldPodBeInEndpoints', `${ENDPOINT_SLICE}/util/controller_utils.go`),
  sliceReconciler: code('reconcileByAddressType', `${ENDPOINT_SLICE}/reconciler.go`),
  findPort: code('FindPort', `${ENDPOINT_SLICE}/utils.go`),
  dualStack: code('getEndpointAddresses', `${ENDPOINT_SLICE}/utils.go`),
  publishNotReady: code('podToEndpoint', `${ENDPOINT_SLICE}/utils.go`),
  sliceConditions: docs('EndpointSlices, Conditions', 'concepts/services-networking/endpoint-slices/#conditions'),
  endpoints: docs('Service, Endpoints', `${SERVICE}/#endpoints`),
  podLifecycle: docs('Pod Lifecycle', 'concepts/workloads/pods/pod-lifecycle/'),
  initContainers: docs('Init Containers', 'concepts/workloads/pods/init-containers/'),
  probes: docs(
    'Configure Liveness, Readiness and Startup Probes',
    'tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ),
  readinessGate: docs('Pod Lifecycle, Pod readiness', 'concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate'),
  images: docs('Images, ImagePullBackOff', 'concepts/containers/images/#imagepullbackoff'),
  nodeNotReady: code('MarkPodsNotReady', 'pkg/controller/util/node/controller_utils.go'),
  terminating: code('CategorizeEndpoints', 'pkg/proxy/topology.go'),
  hints: code('CategorizeEndpoints', 'pkg/proxy/topology.go'),
  internalPolicy: docs('Service Internal Traffic Policy', 'concepts/services-networking/service-traffic-policy/'),
  externalPolicy: docs('Virtual IPs, Traffic policies', 'reference/networking/virtual-ips/#traffic-policies'),
  virtualIPs: docs('Virtual IPs and Service Proxies', 'reference/networking/virtual-ips/'),
  networkPolicy: docs('Network Policies', 'concepts/services-networking/network-policies/'),
  rbac: docs('Using RBAC Authorization', 'reference/access-authn-authz/rbac/'),
} satisfies Readonly<Record<string, FactSource>>;
