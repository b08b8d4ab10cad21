import type { ObjectMeta } from './object-meta.ts';
import type { Protocol } from './service.ts';

/** A slice belongs to the Service this label names, whoever owns the slice. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
/** Says who writes the slice. */
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
/** The managed-by value of the controller of kube-controller-manager. */
export const ENDPOINT_SLICE_CONTROLLER = 'endpointslice-controller.k8s.io';

export interface EndpointSlice {
  readonly kind: 'EndpointSlice';
  readonly meta: ObjectMeta;
  /** Value of the label `kubernetes.io/service-name`; null for a slice that stands behind no Service. */
  readonly serviceName: string | null;
  /** Value of the label `endpointslice.kubernetes.io/managed-by`. */
  readonly managedBy: string | null;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface EndpointPort {
  readonly name: string;
  readonly protocol: Protocol;
  /** Null means "all ports" and is left to whoever reads the slice. */
  readonly port: number | null;
  readonly appProtocol: string | null;
}

export interface Endpoint {
  readonly addresses: readonly string[];
  /** Each may be absent (null); `readConditions` says what that means. */
  readonly conditions: {
    readonly ready: boolean | null;
    readonly serving: boolean | null;
    readonly terminating: boolean | null;
  };
  readonly targetRef: TargetRef | null;
  readonly nodeName: string | null;
  readonly zone: string | null;
  /** Zones and nodes this endpoint is meant for (`hints`); empty where there are none. */
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
}

export interface TargetRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Conditions with the absent ones read. */
export interface ReadConditions {
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

/**
 * What absent conditions mean: ready and serving true, terminating false. Source: k8s.io/api v0.34.4 discovery/v1
 * EndpointConditions ("A nil value should be interpreted as …") and k/k 1.34.4 pkg/proxy/endpointslicecache.go, which
 * decides where traffic goes. (API documentation up to 1.32 said "defer to ready" of serving; kube-proxy never did.)
 */
export function readConditions(conditions: Endpoint['conditions']): ReadConditions {
  return {
    ready: conditions.ready ?? true,
    serving: conditions.serving ?? true,
    terminating: conditions.terminating ?? false,
  };
}
