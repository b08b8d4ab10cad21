import type { ObjectMeta } from './object-meta.ts';

/** A core/v1 Event: what some component wrote about an object. Called KubeEvent because "event" alone is the DOM's word. */
export interface KubeEvent {
  readonly kind: 'Event';
  readonly meta: ObjectMeta;
  readonly type: string;
  readonly reason: string;
  /** Cut at 1,000 characters. */
  readonly message: string;
  readonly count: number;
  /** RFC 3339 of the last time it was seen. */
  readonly lastSeen: string;
  /** Component that wrote it. */
  readonly source: string;
  /** Of the Pod, where it is about one container (`involvedObject.fieldPath`); null otherwise. */
  readonly container: string | null;
  readonly involved: { readonly kind: string; readonly namespace: string; readonly name: string; readonly uid: string };
}

/** The kubelet's words: k/k pkg/kubelet/prober/prober.go, "Readiness probe failed: …" and "Readiness probe errored…". */
export function isReadinessFailure({ reason, message }: KubeEvent): boolean {
  return reason === 'Unhealthy' && message.startsWith('Readiness probe');
}
