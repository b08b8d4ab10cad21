import type { Pod } from '../kube/pod.ts';
import { hasEnded } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { isHeadless } from '../kube/service.ts';
import type { MemberReason, MemberRow, Membership } from '../membership/member.ts';
import { membershipOf } from '../membership/membership.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import type { Finding, FoundObject, Severity } from './finding.ts';
import { awaitedUntil, startingUntil } from './starting.ts';

/** What the rules ask for more than once, computed once. */
export interface Facts {
  readonly input: DiagnosisInput;
  readonly service: Service;
  readonly headless: boolean;
  /** The Service has a selector that can select something. */
  readonly hasSelector: boolean;
  readonly membership: Membership;
  /** Pods the selector selects, by name; empty where Pods may not be read. */
  readonly selected: readonly Pod[];
  /** Of these the ones that have not ended. */
  readonly living: readonly Pod[];
  /** Rows that get new connections. */
  readonly reached: readonly MemberRow[];
}

/** One rule of kubernetes-facts: everything it finds, in no order. */
export type Rule = (facts: Facts) => readonly Finding[];

/** The controllers write slices within a second or two; kube-controller-manager may be restarted or busy for some more. */
const SETTLED_MS = 10_000;

export function factsOf(input: DiagnosisInput): Facts {
  const { service } = input;
  const membership = membershipOf(input);
  const selected = selectedBy(membership);
  return {
    input,
    service,
    headless: isHeadless(service),
    hasSelector: Object.keys(service.selector ?? {}).length > 0,
    membership,
    selected,
    living: selected.filter((pod) => !hasEnded(pod)),
    reached: membership.rows.filter(({ state }) => state === 'in'),
  };
}

/** Out of the rows, which stand in order but for their state already: sorting ten thousand names anew is what would cost. */
function selectedBy({ rows }: Membership): readonly Pod[] {
  const pods = rows.flatMap(({ pod, selected }) => (selected && pod !== null ? [pod] : []));
  return [...new Set(pods)].sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1));
}

/** Whether the controllers have had the time to follow the last change. False where that is not known. */
export function isSettled({ now, lastChange }: DiagnosisInput): boolean {
  return lastChange !== null && now - lastChange >= SETTLED_MS;
}

/** Whether it is too early to call a Pod broken; by its readiness it is so for as long as a probe waits before it asks. */
export function isStarting(pod: Pod, now: number, by: 'readiness' | 'another'): boolean {
  return now < (by === 'readiness' ? awaitedUntil(pod) : startingUntil(pod));
}

/**
 * When time alone may change the findings next, milliseconds since 1970; null where it will not. Whoever keeps findings
 * computes them again then, besides on every change.
 */
export function nextLook(
  input: Pick<DiagnosisInput, 'now' | 'lastChange' | 'pods'> & Partial<Pick<DiagnosisInput, 'flapping'>>,
): number | null {
  const times = (input.pods ?? []).flatMap((pod) => [startingUntil(pod), awaitedUntil(pod)]);
  if (input.lastChange !== null) times.push(input.lastChange + SETTLED_MS);
  for (const { until } of input.flapping ?? []) times.push(until);
  const ahead = times.filter((time) => time > input.now);
  return ahead.length === 0 ? null : ahead.reduce((first, time) => Math.min(first, time));
}

/** What a Pod's trouble comes to: an error where nobody gets traffic, less where others do or it is not known. */
export function severityAmong({ reached, input }: Facts): Severity {
  return reached.length === 0 && input.slices !== null ? 'error' : 'warning';
}

export function ofService({ service }: Pick<Facts, 'service'>, field: string | null = null): FoundObject {
  return { kind: 'Service', namespace: service.meta.namespace, name: service.meta.name, field };
}

/** The first of the Pods stands for all of them. */
export function ofPods({ service }: Pick<Facts, 'service'>, names: readonly string[], field: string): FoundObject {
  return { kind: 'Pod', namespace: service.meta.namespace, name: names[0] ?? '', field };
}

/** Names of Pods, ascending, each once. */
export function namesOf(pods: readonly (Pick<Pod, 'meta'> | null)[]): readonly string[] {
  return [...new Set(pods.flatMap((pod) => (pod === null ? [] : [pod.meta.name])))].sort();
}

/** Rows with a reason of this code. */
export function rowsWith({ membership }: Facts, code: MemberReason['code']): readonly MemberRow[] {
  return membership.rows.filter(({ reasons }) => reasons.some((reason) => reason.code === code));
}

/** Values grouped under what `keyOf` says of each, in the order they first came. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
