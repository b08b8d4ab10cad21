import type { FlappingPod } from '../findings/diagnosis-input.ts';
import { FLAPPING_MINUTES } from '../findings/diagnosis-input.ts';
import type { HistoryEntry, MemberEntry, Moment } from './history.ts';
import { isMemberEntry } from './history.ts';

/** So many times not ready within so long is flapping; why these: docs/decisions.md. */
export const FLAPPING_TIMES = 3;
const FLAPPING_WITHIN_MS = FLAPPING_MINUTES * 60_000;

/**
 * Pods that turned not ready again and again of late, by name. A Pod that is deleted turns only once and does not count; one
 * that has left does so no longer, and where it comes back it begins anew.
 */
export function flappingPods(entries: readonly HistoryEntry[], now: Moment): readonly FlappingPod[] {
  const turns = new Map<string, MemberEntry[]>();
  for (const entry of entries) {
    if (!isMemberEntry(entry)) continue;
    if (entry.what === 'left') turns.delete(entry.member.key);
    if (!isOfItself(entry) || entry.at <= now - FLAPPING_WITHIN_MS) continue;
    const known = turns.get(entry.member.key);
    if (known === undefined) turns.set(entry.member.key, [entry]);
    else known.push(entry);
  }
  return [...turns.values()]
    .flatMap((all): FlappingPod[] => {
      // The one that has to be forgotten before the rest are too few.
      const deciding = all.at(-FLAPPING_TIMES);
      const last = all.at(-1);
      if (deciding === undefined || last === undefined) return [];
      return [{ name: last.member.name, times: all.length, until: deciding.at + FLAPPING_WITHIN_MS }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Not because it or its Service was taken away or changed. */
function isOfItself({ what, why }: MemberEntry): boolean {
  return what === 'became-not-ready' && why.code === 'reason' && why.reason.code !== 'terminating';
}
