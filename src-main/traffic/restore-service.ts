import { restoreAffinity, type Change } from './affinity-patch.ts';
import { retryPause } from './retry-pause.ts';
import type { TrafficDeps } from './traffic-deps.ts';

/** Undoing a change of the user's Service is tried for so long at the end of a run; then it is offered to the user. */
const RESTORE_MS = 20_000;
/** An API server that says nothing is asked again after so long. */
const TRY_MS = 5_000;

type Deps = Pick<TrafficDeps, 'api' | 'clock'>;

/**
 * Puts the user's Service back, again and again where the failure may pass. Resolves to false where it could not be, or
 * somebody has changed it since. Never rejects.
 */
export async function restoreInTime({ api, clock }: Deps, change: Change): Promise<boolean> {
  const deadline = clock.now() + RESTORE_MS;
  for (;;) {
    const tried = await tryOnce(api, change);
    if (typeof tried === 'boolean') return tried;
    const left = deadline - clock.now();
    if (left <= 0) return false;
    await clock.sleep(Math.min(tried.pause, left), new AbortController().signal);
  }
}

/** The same in one try. */
export async function restoreOnce({ api }: Pick<Deps, 'api'>, change: Change): Promise<boolean> {
  return (await tryOnce(api, change)) === true;
}

/** `pause`: milliseconds after which another try may do better. */
async function tryOnce(api: Deps['api'], change: Change): Promise<boolean | { readonly pause: number }> {
  const signal = AbortSignal.timeout(TRY_MS);
  try {
    return (await restoreAffinity(api, change, signal)) !== 'changed-by-others';
  } catch (error) {
    const pause = signal.aborted ? 0 : retryPause(error);
    return pause === null ? false : { pause };
  }
}
