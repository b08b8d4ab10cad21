import type { KubeEvent } from '../kube/kube-event.ts';
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
  /** Of the Service's Pods: what a probe got stands nowhere else. */
  readonly events: readonly KubeEvent[] | null;
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
  /** What was looked at beyond the watched kinds, once, and refused. */
  readonly refusedLooks: readonly RefusedLook[];
}

/** Who turns ClusterIPs into Pods, as kube-system shows it. */
export type KubeProxyState =
  | {
      readonly kind: 'kube-proxy';
      /** Of its Pods on Nodes that are Ready. */
      readonly ready: number;
      readonly total: number;
      readonly selector: string;
      /** Names of those that are not ready, ascending; of very many the first. */
      readonly notReady: readonly string[];
    }
  /** No kube-proxy, and a data plane that is known by name, such as Cilium. */
  | { readonly kind: 'other'; readonly name: string; readonly daemonSet: string };

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

/** How a request ended that was neither answered nor refused nor too slow. */
export type BrokenBy = 'reset' | 'tls' | 'unreachable' | 'dns' | 'other';

/** Requests to one port of the Service, counted by what came of them. */
export interface TrafficResult {
  /** `port` of the ServicePort. */
  readonly port: number;
  /** With any status. */
  readonly answered: number;
  readonly refused: number;
  readonly timeouts: number;
  /** Most first. */
  readonly broken: readonly { readonly by: BrokenBy; readonly requests: number }[];
  /** Those of `answered` with an HTTP status from 500 on. */
  readonly serverErrors: readonly { readonly status: number; readonly requests: number }[];
  /** Pods that all of these failures come from, as far as chance allows another reading once in 1,000 runs; null: not told. */
  readonly silent: {
    readonly pods: readonly string[];
    readonly error: BrokenBy | 'refused' | 'timeout' | 'too-large';
  } | null;
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

/** A look beyond what is watched: for the same labels in other namespaces, or for kube-proxy in kube-system. */
export interface RefusedLook extends DeniedKind {
  readonly look: 'elsewhere' | 'data-plane';
}
