import type { FactRow } from './facts/fact-row.ts';
import { POD_FACTS } from './facts/pod-facts.ts';
import { PORT_FACTS } from './facts/port-facts.ts';
import { LEFT_BEHIND_FACTS, SERVICE_FACTS } from './facts/service-facts.ts';
import { SLICE_FACTS } from './facts/slice-facts.ts';
import type { State } from './product.ts';

/** Everything a run has to have reached. */
const FACTS: readonly FactRow[] = [...POD_FACTS, ...PORT_FACTS, ...SLICE_FACTS, ...SERVICE_FACTS, ...LEFT_BEHIND_FACTS];

/** How often each fact was shown by a state, and how often by one that a change had led to. */
export interface Coverage {
  readonly counts: ReadonlyMap<string, { readonly all: number; readonly changed: number }>;
  add(state: State, changed: boolean): void;
}

/** Nothing reached yet. */
export function coverage(): Coverage {
  const counts = new Map(FACTS.map(({ fact }) => [fact, { all: 0, changed: 0 }]));
  return {
    counts,
    add: (state, changed) => {
      for (const { fact, shownBy } of FACTS) {
        const count = counts.get(fact);
        if (count === undefined || !shownBy(state)) continue;
        count.all += 1;
        if (changed) count.changed += 1;
      }
    },
  };
}

/** The facts that no state has shown. */
export function missing({ counts }: Coverage): readonly string[] {
  return [...counts].flatMap(([fact, { all }]) => (all === 0 ? [fact] : []));
}

/** For people. */
export function table({ counts }: Coverage): string {
  const lines = [...counts].map(
    ([fact, { all, changed }]) =>
      `  ${fact.padEnd(72)} ${String(all).padStart(5)} states, ${String(changed).padStart(5)} of them by change`,
  );
  return ['Facts about membership, and the states that show them:', ...lines].join('\n');
}
