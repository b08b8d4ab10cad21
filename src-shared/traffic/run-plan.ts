import type { Failure } from '../ipc/failure.ts';
import type { SessionAffinity } from '../kube/service.ts';

/** What a run would do, said before it does it. */
export interface RunPlan {
  /** In the order of creation. */
  readonly creates: readonly PlannedObject[];
  /** The change of the Service itself, in patch mode only. */
  readonly patch: { readonly from: SessionAffinity; readonly to: SessionAffinity } | null;
  readonly permissions: readonly PermissionCheck[];
  /** job: an owned Job. pod: Jobs may not be created, so a bare Pod with a deadline, which stays as a Failed object until the next sweep. */
  readonly client: 'job' | 'pod';
  /** Null where the server's dry run of the first object passed. */
  readonly refusal: Failure | null;
  /** True where the run can be started. */
  readonly possible: boolean;
  readonly caveats: readonly Caveat[];
  /** Everything is gone this many seconds after the start, with no app alive. */
  readonly deadlineSeconds: number;
  /** What the same would be in kubectl, for copying. */
  readonly kubectl: readonly string[];
}

export interface PlannedObject {
  readonly kind: 'Job' | 'Pod' | 'Service';
  readonly namespace: string;
  readonly name: string;
  readonly count: number;
  readonly role: 'client' | 'twin';
}

export interface PermissionCheck {
  readonly verb: string;
  /** Plural, with subresource: `pods/exec`. */
  readonly resource: string;
  readonly namespace: string;
  /** null: the API server would not say. */
  readonly allowed: boolean | null;
  readonly needed: 'run' | 'job' | 'twin' | 'patch' | 'logs';
}

/** A condition that changes what a result means. Sentences in messages/traffic.*.ts. */
export type Caveat =
  | { readonly code: 'random-choice'; readonly mode: 'iptables' | 'nftables' }
  | { readonly code: 'round-robin'; readonly mode: 'ipvs' }
  | { readonly code: 'proxy-mode-unknown' }
  | { readonly code: 'one-endpoint' }
  | { readonly code: 'no-endpoint' }
  | { readonly code: 'few-requests'; readonly needed: number }
  | { readonly code: 'mesh'; readonly mesh: 'istio' | 'linkerd' }
  | { readonly code: 'certificate-not-verified' }
  | { readonly code: 'keep-alive' }
  | { readonly code: 'one-client' }
  | { readonly code: 'traffic-policy-local' }
  /** Zones or Nodes are named for every ready endpoint, and kube-proxy keeps a client to those meant for its own. */
  | { readonly code: 'hints' }
  /** ClientIP forgets a client after this many seconds without a connection, and each asks less often. */
  | { readonly code: 'affinity-expires'; readonly seconds: number }
  | { readonly code: 'bare-pod' }
  | { readonly code: 'membership-changed'; readonly times: number }
  /** Logs of these Pods could not be read, and the others' do not show every answer: what each Pod served is not known. */
  | { readonly code: 'logs-unread'; readonly pods: readonly string[] }
  | { readonly code: 'affinity-key-is-source-ip' };
