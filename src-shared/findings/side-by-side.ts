import type { DeniedKind } from './diagnosis-input.ts';
import type { Finding } from './finding.ts';

/** As many as stand beside one another; the sentence of the finding has them all. */
const SHOWN = 8;

/** Several values as one of two that stand side by side, shortened: `a, b, … (+12)`, and `<none>` as kubectl says it. */
export function listed(values: readonly (string | number)[]): string {
  if (values.length === 0) return '<none>';
  const more = values.length - SHOWN;
  return [...values.slice(0, SHOWN), ...(more > 0 ? [`… (+${String(more)})`] : [])].join(', ');
}

/** What was to be read, and the reason of the API server’s refusal. */
export function refusal(denied: DeniedKind | null): Finding['values'] {
  return denied === null ? null : { expected: `${denied.verb} ${denied.resource}`, found: 'Forbidden' };
}
