import { createBackoff } from '../kube/backoff.ts';
import type { Pause } from '../kube/pause.ts';
import type { OwnObject } from './run-objects.ts';
import { sweep, type SweepDeps, type SweepScope } from './sweep.ts';

export interface LastingSweep {
  readonly deps: SweepDeps;
  readonly scope: SweepScope;
  readonly liveRuns: ReadonlySet<string>;
  /** Woken when the API server is known to answer again. */
  readonly pause: Pause;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Sweeps, and sweeps again while the API server is away. Resolves to what was deleted; never rejects. */
export async function sweepUntilReached(options: LastingSweep): Promise<readonly OwnObject[]> {
  const { deps, scope, liveRuns, pause, random, signal } = options;
  const backoff = createBackoff(random);
  const objects: OwnObject[] = [];
  while (!signal.aborted) {
    const swept = await sweep(deps, scope, liveRuns, signal);
    objects.push(...swept.objects);
    if (!swept.unreached) break;
    await pause.wait(backoff.next());
  }
  return objects;
}
