import { formatSelector, selects } from '../kube/label-selector.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { MemberReason } from '../membership/member.ts';
import type { DeletedBy, HistoryCause, LabelChange, MemberEntry, Moment } from './history.ts';

type Labels = Readonly<Record<string, string>>;

/** What is known around one change of one member, when it was learned or a little later. */
export interface Evidence {
  readonly at: Moment;
  /** As it is; null: it does not exist any more. */
  readonly service: Service | null;
  /** When the Service was made, if that was seen. */
  readonly serviceCreated: Moment | null;
  /** The Service's selector before its last change, and when that was; null where it has not changed lately. */
  readonly selectorBefore: { readonly at: Moment; readonly selector: Labels | null } | null;
  /** The Pod as last seen; null for an address, and where Pods may not be read. */
  readonly pod: Pod | null;
  /** When it was first seen: its creationTimestamp has whole seconds only. */
  readonly podSeen: Moment;
  /** It was seen to be gone. */
  readonly podGone: boolean;
  /** The Pod's labels before their last change; null where they have not changed lately. */
  readonly labelsBefore: Labels | null;
  /** The slices say, or said at last, that it is being deleted. */
  readonly terminating: boolean;
  /** What membership says of it now, the deciding one first; empty where it has no row. */
  readonly reasons: readonly MemberReason[];
}

/** A Pod that is older came for another reason than that it was made. */
const NEW_POD_MS = 10 * 60_000;
const UNKNOWN: HistoryCause = { code: 'unknown' };

/**
 * Why a member entered, left or turned. Nothing is guessed: what the evidence does not tell is unknown. Pods and slices come
 * by watches of their own, so a change may be explained better a moment later: see `mayBecomeClearer`.
 */
export function causeOf(what: MemberEntry['what'], evidence: Evidence): HistoryCause {
  switch (what) {
    case 'entered':
      return whyEntered(evidence);
    case 'left':
      return whyLeft(evidence);
    case 'became-ready':
      return asReason(evidence.reasons);
    case 'became-not-ready':
      return isDeleted(evidence) ? deleted(evidence) : asReason(evidence.reasons);
  }
}

/** Whether what comes a moment later may say more: the Pod itself, or who ended it. */
export function mayBecomeClearer(why: HistoryCause): boolean {
  if (why.code === 'deleted') return why.by === null;
  return why.code === 'unknown' || (why.code === 'reason' && why.reason.code === 'slices-lag');
}

function whyEntered(evidence: Evidence): HistoryCause {
  const { service, serviceCreated, pod, at } = evidence;
  if (!hasSelector(service)) return asReason(evidence.reasons);
  if (pod === null) return UNKNOWN;
  const madeAt = Date.parse(pod.meta.creationTimestamp);
  // Kubernetes keeps whole seconds.
  if (serviceCreated !== null && madeAt < serviceCreated - 1_000) return { code: 'service-created' };
  const relabelled = labelsChanged(evidence, pod, service);
  if (relabelled !== null) return relabelled;
  // A Pod that was made since then is new whatever the selector was.
  const reselected =
    evidence.podSeen > (evidence.selectorBefore?.at ?? Infinity) ? null : selectorChanged(evidence, pod, service);
  if (reselected !== null) return reselected;
  if (at - madeAt > NEW_POD_MS) return asReason(evidence.reasons);
  const owner = pod.meta.ownerReferences.find(({ controller }) => controller);
  return {
    code: 'pod-created',
    by: owner === undefined ? null : { controller: owner.kind, name: owner.name },
  };
}

function whyLeft(evidence: Evidence): HistoryCause {
  const { service, pod, reasons } = evidence;
  if (service === null) return { code: 'service-deleted' };
  if (isDeleted(evidence)) return deleted(evidence);
  if (!hasSelector(service)) return { code: 'slice-edited' };
  if (pod === null) return UNKNOWN;
  if (!selects(service.selector, pod.meta.labels)) {
    return (
      labelsChanged(evidence, pod, service) ?? selectorChanged(evidence, pod, service) ?? withoutLabels(service, pod)
    );
  }
  return asReason(reasons);
}

function isDeleted({ terminating, podGone, pod }: Evidence): boolean {
  return terminating || podGone || pod?.meta.deletionTimestamp != null;
}

/** `DisruptionTarget` tells who ended a Pod but its owner: eviction, preemption, a taint, the kubelet (stable since 1.31). */
function deleted({ pod }: Evidence): HistoryCause {
  const disruption = pod?.conditions.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
  const by: DeletedBy | null = disruption?.reason == null ? null : { kind: 'disruption', reason: disruption.reason };
  return { code: 'deleted', by };
}

/** The labels by which the selector now selects it, or now does not. */
function labelsChanged({ labelsBefore }: Evidence, pod: Pod, service: Service): HistoryCause | null {
  if (labelsBefore === null) return null;
  if (selects(service.selector, labelsBefore) === selects(service.selector, pod.meta.labels)) return null;
  const labels = Object.keys(service.selector ?? {}).flatMap((key): LabelChange[] => {
    const [from, to] = [labelOf(labelsBefore, key), labelOf(pod.meta.labels, key)];
    return from === to ? [] : [{ key, from, to }];
  });
  return { code: 'labels-changed', labels };
}

function selectorChanged({ selectorBefore }: Evidence, pod: Pod, service: Service): HistoryCause | null {
  if (selectorBefore === null) return null;
  const { selector } = selectorBefore;
  if (selects(selector, pod.meta.labels) === selects(service.selector, pod.meta.labels)) return null;
  return { code: 'selector-changed', from: formatSelector(selector), to: formatSelector(service.selector) };
}

/** The Pod was listed, so it had what the selector asks for; when it lost that was not seen. */
function withoutLabels({ selector }: Service, pod: Pod): HistoryCause {
  const labels = Object.entries(selector ?? {}).flatMap(([key, from]): LabelChange[] => {
    const to = labelOf(pod.meta.labels, key);
    return to === from ? [] : [{ key, from, to }];
  });
  return { code: 'labels-changed', labels };
}

function labelOf(labels: Labels, key: string): string | null {
  return Object.hasOwn(labels, key) ? (labels[key] ?? null) : null;
}

function hasSelector(service: Service | null): service is Service {
  return Object.keys(service?.selector ?? {}).length > 0;
}

function asReason([reason]: readonly MemberReason[]): HistoryCause {
  return reason === undefined ? UNKNOWN : { code: 'reason', reason };
}
