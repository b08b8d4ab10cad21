import type { Finding, FindingCode, Severity } from './finding.ts';

/** How a finding is shown: what could not be looked at is no trouble of the Service's, whatever its severity. */
export type Look = Severity | 'unknown';

const UNKNOWN: ReadonlySet<FindingCode> = new Set(['pods-unknown', 'slices-unknown', 'kind-unknown']);
/** What matters first; `nothing-visible` stands for all that is worth knowing beside it. */
const ORDER: readonly Look[] = ['error', 'warning', 'unknown', 'info'];

export function lookOf({ code, severity }: Pick<Finding, 'code' | 'severity'>): Look {
  // That a kind of no part in the endpoints may not be read is worth knowing, no more.
  return UNKNOWN.has(code) && severity !== 'info' ? 'unknown' : severity;
}

/** The one to show where there is room for one: the worst, of equals the first along the debug path. */
export function foremost(findings: readonly Finding[]): Finding | null {
  for (const look of ORDER) {
    const those = findings.filter((each) => lookOf(each) === look);
    const found = look === 'info' ? (those.find(({ code }) => code === 'nothing-visible') ?? those[0]) : those[0];
    if (found !== undefined) return found;
  }
  return null;
}

/** Something is wrong with the Service, or will be. */
export function needsAttention(findings: readonly Finding[]): boolean {
  return findings.some((each) => lookOf(each) === 'error' || lookOf(each) === 'warning');
}
