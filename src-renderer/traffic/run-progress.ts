import type { SessionAffinity } from '#shared/kube/service.ts';
import type { RunStatus } from '#shared/traffic/run-update.ts';

/** How far a run is: requests reported, of all that will be asked; null while there is no end to it. */
export function runProgress(
  { request, sides }: Pick<RunStatus, 'request' | 'sides'>,
  hitsOf: (side: SessionAffinity) => number,
): { readonly hits: number; readonly max: number | null } {
  const hits = sides.reduce((sum, { affinity }) => sum + hitsOf(affinity), 0);
  if (request.requests === null) return { hits, max: null };
  const measured = request.affinity === 'as-is' ? 1 : 2;
  return { hits, max: request.requests * measured };
}
