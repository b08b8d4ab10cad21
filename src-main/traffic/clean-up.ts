import type { Clock } from '../kube/clock.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { listClientPods } from './client-pods.ts';
import { deleteOwn, exists, type OwnObject } from './run-objects.ts';

/** The API server may be out of reach for a moment just now; what is left then goes by its deadline or the next sweep. */
const GIVE_UP_MS = 30_000;
const POLL_MS = 200;

export interface CleanUp {
  readonly api: KubeApi;
  readonly clock: Clock;
  readonly namespace: string;
  readonly run: string;
  /** In the order of creation. */
  readonly objects: readonly OwnObject[];
  /** Told after each look: what is still there. */
  readonly tell: (left: readonly string[]) => void;
}

/**
 * Deletes everything of a run, the last created first, and looks until nothing is left. Resolves to the names of what is
 * still there after GIVE_UP_MS. Never rejects.
 */
export async function cleanUp(options: CleanUp): Promise<readonly string[]> {
  const { clock, objects, tell } = options;
  const giveUp = AbortSignal.timeout(GIVE_UP_MS);
  const deadline = clock.now() + GIVE_UP_MS;
  const asked = new Set<OwnObject>();
  let left: readonly string[] = objects.map((own) => own.name);
  while (left.length > 0 && clock.now() < deadline) {
    for (const own of [...objects].reverse()) {
      if (asked.has(own)) continue;
      // What could not be deleted now is asked again at the next look.
      const done = await deleteOwn(options.api, own, giveUp).then(
        () => true,
        () => false,
      );
      if (done) asked.add(own);
    }
    const seen = await whatIsLeft(options, giveUp).catch(() => null);
    if (seen !== null) {
      left = seen;
      tell(left);
    }
    if (left.length > 0) await clock.sleep(POLL_MS, giveUp);
  }
  return left;
}

async function whatIsLeft({ api, namespace, run, objects }: CleanUp, signal: AbortSignal): Promise<readonly string[]> {
  const present = await Promise.all(objects.map((own) => exists(api, own, signal)));
  const pods = await listClientPods(api, namespace, run, signal);
  const names = objects.filter((_, index) => present[index]).map((own) => own.name);
  return [...new Set([...names, ...pods.map((pod) => pod.meta.name)])];
}
