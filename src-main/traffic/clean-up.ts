import type { Clock } from '../kube/clock.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { listClientPods } from './client-pods.ts';
import { deleteOwn, exists, findOwn, type NamedObject, type OwnObject } from './run-objects.ts';

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
  /** Asked for, and the answer was lost: each may be there. Until somebody could look, it counts as left. */
  readonly unanswered: readonly NamedObject[];
  /** Told after each look: what is still there. */
  readonly tell: (left: readonly string[]) => void;
}

/**
 * Deletes everything of a run, the last created first, and looks until nothing is left. Resolves to the names of what is
 * still there, or may be, after GIVE_UP_MS. Never rejects.
 */
export async function cleanUp(options: CleanUp): Promise<readonly string[]> {
  const { clock, tell } = options;
  const giveUp = AbortSignal.timeout(GIVE_UP_MS);
  const deadline = clock.now() + GIVE_UP_MS;
  const objects = [...options.objects];
  const unseen = new Set(options.unanswered);
  const asked = new Set<OwnObject>();
  let left: readonly string[] = [...objects, ...unseen].map(({ name }) => name);
  while (left.length > 0 && clock.now() < deadline) {
    objects.push(...(await lookFor(options, unseen, giveUp)));
    await deleteEach(options.api, objects, asked, giveUp);
    const seen = await whatIsLeft(options, objects, giveUp).catch(() => null);
    if (seen !== null) {
      left = [...seen, ...[...unseen].map(({ name }) => name)];
      tell(left);
    }
    if (left.length > 0) await clock.sleep(POLL_MS, giveUp);
  }
  return left;
}

/** Finds them by name and the run's label. Those that could be looked for are not `unseen` any more, found or not. */
async function lookFor(
  { api, run }: CleanUp,
  unseen: Set<NamedObject>,
  signal: AbortSignal,
): Promise<readonly OwnObject[]> {
  const found: OwnObject[] = [];
  for (const named of [...unseen]) {
    try {
      const own = await findOwn(api, named, run, signal);
      unseen.delete(named);
      if (own !== null) found.push(own);
    } catch {
      // Looked for again at the next look.
    }
  }
  return found;
}

/** What could not be deleted now is asked again at the next look. */
async function deleteEach(
  api: KubeApi,
  objects: readonly OwnObject[],
  asked: Set<OwnObject>,
  signal: AbortSignal,
): Promise<void> {
  for (const own of [...objects].reverse()) {
    if (asked.has(own)) continue;
    const done = await deleteOwn(api, own, signal).then(
      () => true,
      () => false,
    );
    if (done) asked.add(own);
  }
}

async function whatIsLeft(
  { api, namespace, run }: CleanUp,
  objects: readonly OwnObject[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  // Nothing was made: there is nobody whose Pods could be there.
  if (objects.length === 0) return [];
  const present = await Promise.all(objects.map((own) => exists(api, own, signal)));
  const pods = await listClientPods(api, namespace, run, signal);
  const names = objects.filter((_, index) => present[index]).map((own) => own.name);
  return [...new Set([...names, ...pods.map((pod) => pod.meta.name)])];
}
