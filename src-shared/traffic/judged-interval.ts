import type { IntervalTally } from './tally.ts';

/** Answers of one interval of constant membership, with the Pods that were ready all through it. */
export interface JudgedInterval extends IntervalTally {
  readonly ready: readonly string[];
}

/** Pod -> answers over all clients. */
export function answersByPod(interval: IntervalTally): ReadonlyMap<string, number> {
  const pods = new Map<string, number>();
  for (const counts of interval.clients.values())
    for (const [pod, number] of counts) pods.set(pod, (pods.get(pod) ?? 0) + number);
  return pods;
}
