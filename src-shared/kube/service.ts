import type { ObjectMeta } from './object-meta.ts';

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type IPFamily = 'IPv4' | 'IPv6';
export type SessionAffinity = 'None' | 'ClientIP';

/** Default of `sessionAffinityConfig.clientIP.timeoutSeconds` in seconds (three hours). Source: k8s.io/api core/v1. */
export const DEFAULT_AFFINITY_TIMEOUT_SECONDS = 10_800;

/** The fields of a core/v1 Service that ServiceScope shows. */
export interface Service {
  readonly kind: 'Service';
  readonly meta: ObjectMeta;
  readonly type: ServiceType;
  /** `spec.clusterIPs`; `['None']` for a headless Service, empty for ExternalName. */
  readonly clusterIPs: readonly string[];
  /** null where the Service has no selector: its endpoints are managed by hand. An empty map never selects either. */
  readonly selector: Readonly<Record<string, string>> | null;
  readonly ports: readonly ServicePort[];
  readonly sessionAffinity: SessionAffinity;
  /** Seconds; null unless sessionAffinity is ClientIP. */
  readonly affinityTimeoutSeconds: number | null;
  readonly externalIPs: readonly string[];
  readonly externalName: string | null;
  /** IPs or hostnames of `status.loadBalancer.ingress`. */
  readonly loadBalancerIngress: readonly string[];
  readonly publishNotReadyAddresses: boolean;
  readonly internalTrafficPolicy: 'Cluster' | 'Local';
  readonly externalTrafficPolicy: 'Cluster' | 'Local' | null;
  readonly trafficDistribution: string | null;
  readonly ipFamilies: readonly IPFamily[];
  readonly ipFamilyPolicy: string | null;
}

export interface ServicePort {
  /** Empty where a Service has one unnamed port. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** A number, or the name of a container port that each Pod resolves for itself. */
  readonly targetPort: number | string;
  readonly nodePort: number | null;
  readonly appProtocol: string | null;
}

/** True for `clusterIP: None`: DNS answers with Pod addresses and kube-proxy has no part in it. */
export function isHeadless(service: Service): boolean {
  return service.type !== 'ExternalName' && service.clusterIPs[0] === 'None';
}
