import type { NamespacedName } from '../kube/object-key.ts';
import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import type { Endpoints } from '../kube/endpoints.ts';
import type { Pod } from '../kube/pod.ts';
import type { Protocol, Service, ServicePort } from '../kube/service.ts';
import type { ReachNote } from './reach-notes.ts';

/** Everything membership is computed from. Level-triggered: the same input gives the same rows, whatever came before. */
export interface MembershipInput {
  readonly service: Service;
  /** The slices that name this Service in `kubernetes.io/service-name`; null where they may not be read. */
  readonly slices: readonly EndpointSlice[] | null;
  /** Pods of the Service's namespace that are selected or named by a slice; null where Pods may not be read. */
  readonly pods: readonly Pod[] | null;
  /** Null where Endpoints are not watched or not readable; absent ones are `undefined`. */
  readonly endpoints: Endpoints | null | undefined;
  /** Existing Nodes by name (`Node` objects fit); null where they may not be read. */
  readonly nodes: ReadonlyMap<string, { readonly ready: boolean }> | null;
}

export interface Membership {
  readonly service: NamespacedName;
  /** In the order of `spec.ports`; a headless Service without ports has none. */
  readonly ports: readonly PortMembership[];
  /** In first, then not-ready, unknown, out; within each by name. */
  readonly rows: readonly MemberRow[];
  /** Endpoints that get traffic, over all endpoints in slices, counted once per Pod or address. Null: slices not readable. */
  readonly counts: { readonly ready: number; readonly total: number } | null;
  /** Why there is nobody, in one reason; null where somebody gets traffic. */
  readonly none: NoneReason | null;
  readonly endpointsNote: EndpointsNote;
  /** Where it depends on the client's Node or zone who is reached. */
  readonly reachNotes: readonly ReachNote[];
}

export interface PortMembership {
  readonly port: ServicePort;
  /** Rows in a slice by number, ascending: different Pods may resolve a named targetPort to different numbers. */
  readonly targets: readonly { readonly number: number; readonly members: number }[];
  /** Rows that get traffic sent to this port. */
  readonly ready: number;
  /** Rows that stand in a slice which carries this port. */
  readonly total: number;
}

export interface MemberRow {
  /** `targetRef.uid`, the Pod's uid, or the address. */
  readonly key: string;
  /** Null for an address no Pod stands behind (hand-made, or the API server). */
  readonly pod: Pod | null;
  /** The Pod's name, or what the targetRef names, or the address. */
  readonly name: string;
  readonly addresses: readonly string[];
  readonly nodeName: string | null;
  /** The Service's selector selects this Pod. */
  readonly selected: boolean;
  readonly ports: readonly MemberPort[];
  /** As the slices say, absent conditions read as the API says; null where it stands in no slice. */
  readonly conditions: { readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean } | null;
  readonly state: MemberState;
  /** Why, the deciding one first. Never empty. */
  readonly reasons: readonly MemberReason[];
}

/**
 * in: gets new connections (headless: DNS gives its address). not-ready: stands in a slice and gets none.
 * out: stands in no slice. unknown: the slices may not be read, so nothing is claimed.
 */
export type MemberState = 'in' | 'not-ready' | 'out' | 'unknown';

export interface MemberPort {
  /** Name of the ServicePort. */
  readonly name: string;
  readonly protocol: Protocol;
  /** The number this Pod's targetPort resolves to; null where the named port is not found in this Pod. */
  readonly number: number | null;
  /** Stands in a slice that carries this port. */
  readonly inSlice: boolean;
  /** Gets new connections sent to this port. */
  readonly traffic: boolean;
}

/** Why a row is in or out: one entry a row of the truth table. Sentences in messages/membership.*.ts. */
export type MemberReason =
  | { readonly code: 'ready' }
  | { readonly code: 'published-not-ready' }
  | { readonly code: 'serving-while-terminating' }
  | { readonly code: 'terminating' }
  | { readonly code: 'not-ready'; readonly reason: string | null; readonly message: string | null }
  | { readonly code: 'readiness-probe'; readonly container: string; readonly message: string | null }
  | {
      readonly code: 'container-waiting';
      readonly container: string;
      readonly reason: string;
      readonly message: string | null;
    }
  | {
      readonly code: 'container-terminated';
      readonly container: string;
      readonly reason: string;
      readonly exitCode: number;
    }
  | { readonly code: 'init-container'; readonly container: string; readonly reason: string | null }
  | { readonly code: 'startup-probe'; readonly container: string }
  | { readonly code: 'readiness-gate'; readonly gate: string }
  | { readonly code: 'node-not-ready'; readonly node: string }
  | { readonly code: 'unscheduled'; readonly message: string | null }
  | { readonly code: 'no-ip' }
  | { readonly code: 'no-ip-of-family'; readonly families: readonly string[] }
  | { readonly code: 'phase'; readonly phase: 'Succeeded' | 'Failed'; readonly reason: string | null }
  | { readonly code: 'deleted' }
  | { readonly code: 'node-missing'; readonly node: string }
  /** Nodes may not be read, so a missing Node can't be ruled out. */
  | { readonly code: 'node-unknown'; readonly node: string }
  | { readonly code: 'external-name'; readonly name: string }
  /** A slice of addressType FQDN: kube-proxy has no use for names. */
  | { readonly code: 'fqdn' }
  | { readonly code: 'port-not-found'; readonly port: string; readonly targetPort: string; readonly protocol: Protocol }
  /** No slice that lists it carries this port of the Service: with hand-made slices, mostly a wrong port name. */
  | { readonly code: 'port-not-in-slice'; readonly port: string; readonly protocol: Protocol }
  | { readonly code: 'not-selected' }
  | { readonly code: 'hand-made'; readonly managedBy: string | null }
  | { readonly code: 'slices-lag' }
  | { readonly code: 'slices-unknown' }
  | { readonly code: 'pod-unknown' };

/** Why a Service has nobody, short enough for a cell. */
export type NoneReason =
  | { readonly code: 'external-name'; readonly name: string }
  | { readonly code: 'no-selector' }
  | { readonly code: 'no-pod-matches'; readonly selector: string }
  | { readonly code: 'none-ready'; readonly pods: number }
  | { readonly code: 'all-completed'; readonly pods: number }
  | { readonly code: 'no-addresses'; readonly pods: number }
  | { readonly code: 'port-not-found'; readonly targetPort: string }
  | { readonly code: 'node-missing'; readonly node: string }
  | { readonly code: 'slices-lag'; readonly pods: number }
  | { readonly code: 'slices-unknown' }
  | { readonly code: 'pods-unknown' };

/** How the deprecated Endpoints object compares with the slices; addresses as `ip:port`, or `ip` without ports. */
export type EndpointsNote =
  | { readonly code: 'not-watched' }
  | { readonly code: 'absent' }
  | { readonly code: 'same' }
  | { readonly code: 'differ'; readonly onlyInSlices: readonly string[]; readonly onlyInEndpoints: readonly string[] }
  | { readonly code: 'truncated' }
  /** Endpoints have one family only; these addresses stand in slices alone. */
  | { readonly code: 'other-family'; readonly onlyInSlices: readonly string[] }
  /** Endpoints leave out Pods that are terminating; slices keep them. */
  | { readonly code: 'terminating-left-out'; readonly onlyInSlices: readonly string[] }
  | { readonly code: 'slices-unknown' };
