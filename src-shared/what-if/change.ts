import type { NamespacedName } from '../kube/object-key.ts';
import type { Protocol } from '../kube/service.ts';

export type Labels = Readonly<Record<string, string>>;

/** One field of a Service: what it had when the change was thought of, and what it shall have. */
export type ServiceEdit =
  /** Null or empty: none at all, so that endpoints are managed by hand. */
  | { readonly field: 'selector'; readonly from: Labels | null; readonly to: Labels | null }
  /** Of the port with this number and protocol, which no two ports of a Service share. */
  | {
      readonly field: 'targetPort';
      readonly port: number;
      readonly protocol: Protocol;
      readonly from: number | string;
      readonly to: number | string;
    }
  | { readonly field: 'publishNotReadyAddresses'; readonly from: boolean; readonly to: boolean };

/** `metadata.labels` of a Pod. Only labels that differ are changed; what others did to the rest stays. */
export interface PodEdit {
  readonly field: 'labels';
  readonly from: Labels;
  readonly to: Labels;
}

interface ChangedObject extends NamespacedName {
  readonly uid: string;
  /**
   * The version the change was thought of on: on any other one the API server refuses it as a conflict. Null, for an undo:
   * whichever version has the fields as `from` says, since controllers write to the object as well.
   */
  readonly resourceVersion: string | null;
}

/** What "Apply" of the what-if asks for. */
export type Change = ServiceChange | PodChange;
export interface ServiceChange extends ChangedObject {
  readonly kind: 'Service';
  readonly edits: readonly ServiceEdit[];
}
export interface PodChange extends ChangedObject {
  readonly kind: 'Pod';
  readonly edits: readonly PodEdit[];
}

/** What a change came to, or in a dry run would come to. */
export interface ChangeOutcome {
  /** YAML, as the YAML view shows it. */
  readonly before: string;
  readonly after: string;
  /** After a dry run: the version it was tried on, to be named in the change for real. Otherwise the new one. */
  readonly resourceVersion: string;
  /** The change that takes this one back. */
  readonly undo: Change;
  /** The same change as a kubectl command, without the precondition. */
  readonly kubectl: string;
}

/** The change that gives the fields of this one their old values back, if nobody has changed them since. */
export function reverseOf(change: Change): Change {
  const swap = <E extends ServiceEdit | PodEdit>(edit: E): E => ({ ...edit, from: edit.to, to: edit.from });
  return change.kind === 'Service'
    ? { ...change, resourceVersion: null, edits: change.edits.map(swap) }
    : { ...change, resourceVersion: null, edits: change.edits.map(swap) };
}
