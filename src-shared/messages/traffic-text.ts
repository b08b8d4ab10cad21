import type { HitError } from '../traffic/hit.ts';
import type { Caveat } from '../traffic/run-plan.ts';
import type { RunRequestProblem, RunRequestProblemCode } from '../traffic/run-request-problem.ts';
import type { Verdict } from '../traffic/verdict.ts';

/** The words of traffic results in one language; a code without words does not compile. */
export interface TrafficMessages {
  /** One sentence a verdict: what it shows, and the numbers it stands on. */
  readonly verdict: {
    readonly [K in Verdict['kind']]: (verdict: Extract<Verdict, { readonly kind: K }>) => string;
  };
  /** A condition that changes what a result means. */
  readonly caveat: {
    readonly [C in Caveat['code']]: (caveat: Extract<Caveat, { readonly code: C }>) => string;
  };
  /** A short name for the table, and what it means for the Service. */
  readonly error: Readonly<Record<HitError, { readonly label: string; readonly meaning: string }>>;
  /** What is wrong with a field of the form; the limit is in the field's own unit. */
  readonly problem: Readonly<Record<RunRequestProblemCode, (limit: string) => string>>;
}

/** What a side shows, as a sentence. */
export function verdictText(messages: TrafficMessages, verdict: Verdict): string {
  // Each sentence takes the member of the union that has its kind; an index can't show that to the compiler.
  return (messages.verdict[verdict.kind] as (verdict: Verdict) => string)(verdict);
}

/** A caveat, as a sentence. */
export function caveatText(messages: TrafficMessages, caveat: Caveat): string {
  return (messages.caveat[caveat.code] as (caveat: Caveat) => string)(caveat);
}

/** What is wrong with one field of a request, as a sentence. @param locale for the limit's digits */
export function problemText(messages: TrafficMessages, problem: RunRequestProblem, locale: string): string {
  return messages.problem[problem.code](problem.limit === null ? '' : problem.limit.toLocaleString(locale));
}
