import { failure } from '#shared/ipc/failure.ts';
import type { AffinityPatchEntry } from '#shared/traffic/affinity-patch.ts';
import { DEFAULT_AFFINITY_TIMEOUT_SECONDS, type Service } from '#shared/kube/service.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { objectPath } from '../kube/watch-targets.ts';
import type { AffinityState, JournalEntry } from './journal.ts';
import { retryPause } from './retry-pause.ts';
import { readService } from './target-service.ts';
import type { TrafficDeps } from './traffic-deps.ts';
import { otherAffinity } from './twin-service.ts';

export function affinityOf({ sessionAffinity, affinityTimeoutSeconds }: Service): AffinityState {
  return { sessionAffinity, timeoutSeconds: affinityTimeoutSeconds };
}

export function otherState({ sessionAffinity }: AffinityState): AffinityState {
  const other = otherAffinity(sessionAffinity);
  return { sessionAffinity: other, timeoutSeconds: other === 'None' ? null : DEFAULT_AFFINITY_TIMEOUT_SECONDS };
}

export function sameAffinity(a: AffinityState, b: AffinityState): boolean {
  return a.sessionAffinity === b.sessionAffinity && a.timeoutSeconds === b.timeoutSeconds;
}

/** JSON patch that applies to this very version of the Service, or not at all. */
export function affinityPatch(service: Service, to: AffinityState): readonly object[] {
  const config = '/spec/sessionAffinityConfig';
  const hasConfig = service.sessionAffinity === 'ClientIP';
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: service.meta.resourceVersion },
    { op: 'replace', path: '/spec/sessionAffinity', value: to.sessionAffinity },
    ...(to.sessionAffinity === 'ClientIP'
      ? [{ op: 'add', path: config, value: { clientIP: { timeoutSeconds: to.timeoutSeconds } } }]
      : hasConfig
        ? [{ op: 'remove', path: config }]
        : []),
  ];
}

/** Changes the affinity of the Service as it was read. Rejects with FailureError, also where it changed since. */
export async function patchAffinity(
  api: KubeApi,
  service: Service,
  to: AffinityState,
  signal: AbortSignal,
): Promise<void> {
  await api.json({
    method: 'PATCH',
    path: objectPath('Service', service.meta),
    contentType: 'application/json-patch+json',
    body: affinityPatch(service, to),
    signal,
  });
}

/** What became of a change that is to be undone. */
type Restored = 'restored' | 'changed-by-others' | 'gone';

const ATTEMPTS = 5;

/** What is written down of a change: which Service, and from what to what. */
export type Change = Pick<JournalEntry, 'service' | 'serviceUid'> & {
  readonly patch: NonNullable<JournalEntry['patch']>;
};

/**
 * Puts the old affinity back, unless someone changed it since: their change is never overwritten. A Service that changed in
 * other fields in the meantime is read again at once; another one that took the name is not touched. Rejects with
 * FailureError, at once where the API server can't be asked.
 */
export async function restoreAffinity(api: KubeApi, change: Change, signal: AbortSignal): Promise<Restored> {
  const { from, to } = change.patch;
  for (let attempt = 1; ; attempt += 1) {
    const service = await readChanged(api, change, signal);
    if (service === null) return 'gone';
    const now = affinityOf(service);
    if (sameAffinity(now, from)) return 'restored';
    if (!sameAffinity(now, to)) return 'changed-by-others';
    try {
      await patchAffinity(api, service, from, signal);
      return 'restored';
    } catch (error) {
      if (attempt === ATTEMPTS || retryPause(error) !== null) throw error;
    }
  }
}

/** The very Service that was changed; null where it is gone. Rejects with FailureError. */
async function readChanged(
  api: KubeApi,
  { service, serviceUid }: Omit<Change, 'patch'>,
  signal: AbortSignal,
): Promise<Service | null> {
  try {
    const found = await readService(api, service, signal);
    return found.meta.uid === serviceUid ? found : null;
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'api.not-found') return null;
    throw error;
  }
}

type PatchDeps = Pick<TrafficDeps, 'api' | 'journal' | 'context' | 'cluster'>;

/**
 * The changes of Services in this cluster that were not undone. What is back already is struck out; what is written down
 * of another cluster is left alone. Rejects where the journal can't be written.
 */
export async function unrestoredPatches(
  { api, journal, context, cluster }: PatchDeps,
  liveRuns: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly AffinityPatchEntry[]> {
  const entries: AffinityPatchEntry[] = [];
  for (const { run, cluster: of, service, serviceUid, patch } of journal.entries()) {
    if (patch === null || of !== cluster || liveRuns.has(run)) continue;
    const found = await readChanged(api, { service, serviceUid }, signal).catch(() => 'unknown' as const);
    const now = found === null || found === 'unknown' ? null : affinityOf(found);
    if (found === null || (now !== null && sameAffinity(now, patch.from))) await journal.remove(run);
    else entries.push({ run, context, service, from: patch.from, to: patch.to, now });
  }
  return entries;
}

/**
 * Undoes one of them, or forgets it. Rejects with FailureError: `traffic.unknown-run`, also for a run on another cluster;
 * `api.conflict` where someone else changed it since.
 */
export async function settlePatch(deps: PatchDeps, run: string, forget: boolean, signal: AbortSignal): Promise<void> {
  const entry = deps.journal.entries().find((each) => each.run === run && each.cluster === deps.cluster);
  if (entry?.patch == null) throw new FailureError(failure('traffic.unknown-run', { run }));
  if (!forget) {
    const outcome = await restoreAffinity(deps.api, { ...entry, patch: entry.patch }, signal);
    if (outcome === 'changed-by-others') {
      const { name } = entry.service;
      throw new FailureError(failure('api.conflict', { kind: 'services', name, message: 'sessionAffinity' }));
    }
  }
  await deps.journal.remove(run);
}
