import type { NetworkPolicy } from '../kube/network-policy.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { Workload } from '../kube/workload.ts';
import type { MembershipInput } from '../membership/member.ts';

/**
 * Everything findings are computed from. Null, always, means "not known": it silences the rules that need it, or is said
 * (R20); it is never read as zero or as none.
 */
export interface DiagnosisInput extends MembershipInput {
  /** Milliseconds since 1970, by the API server's clock. */
  readonly now: number;
  /**
   * When the app last saw a change of the Service, its slices, its Pods or its Endpoints (at first: when it had read
   * them), by the same clock. Null: not known, and the rules that wait for the controllers to catch up keep silent.
   */
  readonly lastChange: number | null;
  /** Every Pod of the Service's namespace, to find the nearest ones. */
  readonly namespacePods: readonly Pod[] | null;
  /** Every Service of the namespace: the nearest Pods may be another one's. */
  readonly namespaceServices: readonly Service[] | null;
  /** Of the Service's namespace. */
  readonly workloads: readonly Workload[] | null;
  /** Of the Service's namespace. */
  readonly networkPolicies: readonly NetworkPolicy[] | null;
  /** How many Pods the Service's selector would select in other namespaces. */
  readonly elsewhere: readonly { readonly namespace: string; readonly pods: number }[] | null;
  readonly kubeProxy: KubeProxyState | null;
  /** The port a person asked for; null where nobody did. */
  readonly portAsked: number | null;
  /** What the latest traffic run through this Service learned; null where there was none. */
  readonly lastTraffic: LastTraffic | null;
  /** Pods that turned not ready again and again, from the Service's history; null where there is none yet. */
  readonly flapping: readonly FlappingPod[] | null;
  /** The kinds this user may not read, as far as they matter to the Service. */
  readonly deniedKinds: readonly DeniedKind[];
}

/** Who turns ClusterIPs into Pods, as kube-system shows it. */
export type KubeProxyState =
  | { readonly kind: 'kube-proxy'; readonly ready: number; readonly total: number }
  /** No kube-proxy, and a data plane that is known by name, such as Cilium. */
  | { readonly kind: 'other'; readonly name: string };

/** Over how long a Pod's turns are counted. */
export const FLAPPING_MINUTES = 10;

/** A Pod whose readiness comes and goes. */
export interface FlappingPod {
  readonly name: string;
  /** How often it turned not ready of late. */
  readonly times: number;
  /** From when on it no longer counts as flapping if it stays as it is, milliseconds since 1970. */
  readonly until: number;
}

export interface LastTraffic {
  /** When it ended, milliseconds since 1970 by the API server's clock. */
  readonly at: number;
  readonly results: readonly TrafficResult[];
}

/** Requests to one port of the Service, counted by what came of them. */
export interface TrafficResult {
  /** `port` of the ServicePort. */
  readonly port: number;
  /** The Pod that was asked by its own address; null for requests to the ClusterIP. */
  readonly pod: string | null;
  readonly answered: number;
  readonly refused: number;
  readonly timeouts: number;
}

/** A refusal by RBAC: what may not be read, and the permission that is missing. */
export interface DeniedKind {
  readonly kind: string;
  readonly verb: string;
  /** As RBAC rules name it under `resources`, without its API group: `pods`, `endpointslices`. */
  readonly resource: string;
  /** Null: in all namespaces. */
  readonly namespace: string | null;
}
