import type { NamespacedName } from '../kube/object-key.ts';
import type { SessionAffinity } from '../kube/service.ts';

/** A journalled change of a Service's sessionAffinity that was not undone: offered back at the next connect. */
export interface AffinityPatchEntry {
  readonly run: string;
  readonly context: string;
  readonly service: NamespacedName;
  readonly from: { readonly sessionAffinity: SessionAffinity; readonly timeoutSeconds: number | null };
  readonly to: { readonly sessionAffinity: SessionAffinity; readonly timeoutSeconds: number | null };
  /** What the Service has now; differs from `to` where someone else changed it since, and then it is only shown. */
  readonly now: { readonly sessionAffinity: SessionAffinity; readonly timeoutSeconds: number | null } | null;
}
