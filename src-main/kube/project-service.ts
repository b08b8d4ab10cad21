import { DEFAULT_AFFINITY_TIMEOUT_SECONDS, type Service, type ServicePort } from '#shared/kube/service.ts';
import { asFilledText, asList, asNumber, asObject, asText, isObject, oneOf, type JsonObject } from './json-shape.ts';
import { projectMeta, projectTextMap, projectTexts, type Projector } from './project-meta.ts';

export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** core/v1 Service. Absent fields get the API server's defaults: a Service it wrote itself has them all. */
export const projectService: Projector<Service> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const spec = asObject(asObject(raw).spec);
  const sessionAffinity = oneOf(spec.sessionAffinity, ['None', 'ClientIP'], 'None');
  return {
    kind: 'Service',
    meta,
    type: oneOf(spec.type, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'], 'ClusterIP'),
    clusterIPs: clusterIPs(spec),
    selector: isObject(spec.selector) ? projectTextMap(spec.selector, share) : null,
    ports: asList(spec.ports, 1_000).filter(isObject).map(projectPort),
    sessionAffinity,
    affinityTimeoutSeconds: sessionAffinity === 'ClientIP' ? affinityTimeout(spec) : null,
    externalIPs: projectTexts(spec.externalIPs, 100, share),
    externalName: asFilledText(spec.externalName, 253),
    loadBalancerIngress: ingress(raw),
    publishNotReadyAddresses: spec.publishNotReadyAddresses === true,
    internalTrafficPolicy: oneOf(spec.internalTrafficPolicy, ['Cluster', 'Local'], 'Cluster'),
    externalTrafficPolicy: oneOf(spec.externalTrafficPolicy, ['Cluster', 'Local'], null),
    trafficDistribution: asFilledText(spec.trafficDistribution, 128),
    ipFamilies: asList(spec.ipFamilies, 2).flatMap((family) => oneOf(family, ['IPv4', 'IPv6'], null) ?? []),
    ipFamilyPolicy: asFilledText(spec.ipFamilyPolicy, 128),
  };
};

/** `clusterIPs` came with dual stack; `clusterIP` alone is what older servers write. */
function clusterIPs(spec: JsonObject): readonly string[] {
  const all = projectTexts(spec.clusterIPs, 2);
  const one = asFilledText(spec.clusterIP, 64);
  return all.length > 0 || one === null ? all : [one];
}

function affinityTimeout(spec: JsonObject): number {
  const clientIP = asObject(asObject(spec.sessionAffinityConfig).clientIP);
  return asNumber(clientIP.timeoutSeconds) ?? DEFAULT_AFFINITY_TIMEOUT_SECONDS;
}

function projectPort(raw: JsonObject): ServicePort {
  const port = asNumber(raw.port) ?? 0;
  return {
    name: asText(raw.name, 64) ?? '',
    protocol: oneOf(raw.protocol, PROTOCOLS, 'TCP'),
    port,
    // Absent means the same number as `port`. Source: k8s.io/api core/v1 ServicePort.
    targetPort: asNumber(raw.targetPort) ?? asFilledText(raw.targetPort, 64) ?? port,
    // 0 is Go's way to write "none".
    nodePort: raw.nodePort === 0 ? null : asNumber(raw.nodePort),
    appProtocol: asFilledText(raw.appProtocol, 256),
  };
}

function ingress(raw: unknown): readonly string[] {
  const loadBalancer = asObject(asObject(asObject(raw).status).loadBalancer);
  return asList(loadBalancer.ingress, 100).flatMap(
    (entry) => asFilledText(asObject(entry).ip, 64) ?? asFilledText(asObject(entry).hostname, 253) ?? [],
  );
}
