import type { MemberReason } from '../membership/member.ts';

/** Milliseconds since 1970 by the API server's clock, as all times of a history. */
export type Moment = number;

/** Where a member of the slices stands. Who stands in no slice is no member. */
export type ListedState = 'in' | 'not-ready';

export interface HistoryMember {
  /** As `MemberRow.key`: the Pod's uid, or the address. A Pod made anew under the same name is another member. */
  readonly key: string;
  /** The Pod's name, or the address. */
  readonly name: string;
}

/** Who deleted a Pod, as far as the API tells. The name of a person or program is in no Event. */
export type DeletedBy =
  /** A controller that wanted fewer Pods or other ones (Event `SuccessfulDelete`). */
  | { readonly kind: 'controller'; readonly controller: string; readonly name: string }
  /** The reason of the Pod's condition `DisruptionTarget`, such as EvictionByEvictionAPI. */
  | { readonly kind: 'disruption'; readonly reason: string };

export interface LabelChange {
  readonly key: string;
  /** Null: the label was, or is, not there. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Why a member entered, left, or turned. Sentences in messages/history.*.ts. */
export type HistoryCause =
  /** What membership says of the member. */
  | { readonly code: 'reason'; readonly reason: MemberReason }
  /** `by` is null where neither the Pod nor an Event tells. */
  | { readonly code: 'deleted'; readonly by: DeletedBy | null }
  | { readonly code: 'pod-created'; readonly by: { readonly controller: string; readonly name: string } | null }
  | { readonly code: 'labels-changed'; readonly labels: readonly LabelChange[] }
  /** Selectors as kubectl prints them. */
  | { readonly code: 'selector-changed'; readonly from: string; readonly to: string }
  | { readonly code: 'service-created' }
  | { readonly code: 'service-deleted' }
  | { readonly code: 'slice-edited' }
  | { readonly code: 'unknown' };

interface Dated {
  /** Ascending inside one Service's history; stays when the cause becomes better known. */
  readonly id: number;
  /** When the app learned it. */
  readonly at: Moment;
  /** Set where it was not seen as it happened: some time after this one, and not after `at`. */
  readonly since: Moment | null;
}

export interface MemberEntry extends Dated {
  readonly what: 'entered' | 'left' | 'became-ready' | 'became-not-ready';
  readonly member: HistoryMember;
  /** Afterwards; null where it left. */
  readonly state: ListedState | null;
  readonly why: HistoryCause;
}

export interface ServiceEntry extends Dated {
  readonly what: 'service-created' | 'service-deleted' | 'service-changed';
  /** Of `service-changed`, else empty. Values as they are shown. */
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** As `kubectl explain` names it: `spec.selector`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export type HistoryEntry = MemberEntry | ServiceEntry;

/** A time in which the slices or Services were not watched: what changed in it is known, when is not. */
export interface HistoryGap {
  readonly from: Moment;
  /** Null: it lasts. */
  readonly to: Moment | null;
}

export interface BaseMember extends HistoryMember {
  readonly state: ListedState;
}

/** What is known of one Service, oldest first: who stood in its slices at `start`, and each change since. */
export interface ServiceHistory {
  /** When the recording began. */
  readonly began: Moment;
  /** From when on every change is here: `began`, or the last change that was dropped. */
  readonly start: Moment;
  readonly base: readonly BaseMember[];
  readonly entries: readonly HistoryEntry[];
  /** Changes since `began` that are not here any more: the oldest. */
  readonly dropped: number;
  /** Of the whole recording, oldest first. */
  readonly gaps: readonly HistoryGap[];
}

export function isMemberEntry(entry: HistoryEntry): entry is MemberEntry {
  return 'member' in entry;
}
