import type { SelectorTerm } from './set-selector.ts';
import type { ObjectMeta } from './object-meta.ts';

/** The part of a networking.k8s.io/v1 NetworkPolicy that tells whether ingress to a Pod may be denied. */
export interface NetworkPolicy {
  readonly kind: 'NetworkPolicy';
  readonly meta: ObjectMeta;
  /** `spec.podSelector`; no terms: every Pod of the namespace. */
  readonly podSelector: readonly SelectorTerm[];
  /** Whether `Ingress` is among `spec.policyTypes` (absent policyTypes mean it is). */
  readonly ingress: boolean;
  /** `spec.ingress`; empty: nothing is let in. */
  readonly rules: readonly IngressRule[];
}

export interface IngressRule {
  /** Every source is let in: `from` is absent or empty, or names every address (`0.0.0.0/0`, `::/0`). */
  readonly fromAnywhere: boolean;
  /** `from` names every Pod of the cluster: an empty `namespaceSelector`, without a `podSelector` that narrows it. */
  readonly fromEveryPod: boolean;
  /** Ports let in; empty: every port. `port` null: every port of the protocol. A name is the container port's. */
  readonly ports: readonly {
    readonly protocol: 'TCP' | 'UDP' | 'SCTP';
    readonly port: number | string | null;
    readonly endPort: number | null;
  }[];
}
