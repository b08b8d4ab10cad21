import type { Failure, FailureCode } from '#shared/ipc/failure.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asFilledText, asList, asObject } from '../kube/json-shape.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { INSTANCE_LABEL, MANAGED_BY, MANAGED_BY_LABEL, RUN_LABEL } from './run-marks.ts';
import { deleteOwn, type OwnObject } from './run-objects.ts';
import { maySweep } from './sweep-verdict.ts';
import { serverNow, type TrafficDeps } from './traffic-deps.ts';

/** Jobs first: with one its Pods and its twin go. */
const SWEPT_KINDS = [
  { kind: 'Job', api: '/apis/batch/v1', resource: 'jobs' },
  { kind: 'Service', api: '/api/v1', resource: 'services' },
  { kind: 'Pod', api: '/api/v1', resource: 'pods' },
] as const;

/** The label selector is only a first sieve; `maySweep` decides. */
const SELECTOR = `${MANAGED_BY_LABEL}=${MANAGED_BY},${INSTANCE_LABEL},${RUN_LABEL}`;
const PAGE = '500';

export type SweepDeps = Pick<TrafficDeps, 'api' | 'clock' | 'instance' | 'journal' | 'cluster'>;

/** What a sweep did, and whether another one may do more. */
export interface Swept {
  readonly objects: readonly OwnObject[];
  /** The API server was away or failed: what it has was not seen. A refusal of rights is an answer. */
  readonly unreached: boolean;
}

/** Where to look; null: all namespaces. Those the journal names are looked into as well, whatever stands here. */
export type SweepScope = readonly (string | null)[];

/**
 * Removes what earlier runs left, each by its uid, and strikes out what the journal knows of them. What may not be read is
 * left alone. Never rejects.
 * @param liveRuns runs of this app that are going on
 */
export async function sweep(
  deps: SweepDeps,
  scope: SweepScope,
  liveRuns: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Swept> {
  const stale = deps.journal.entries().filter((entry) => entry.cluster === deps.cluster && !liveRuns.has(entry.run));
  const objects: OwnObject[] = [];
  const unread = new Map<string | null, ReadonlyMap<string, Failure>>();
  for (const where of new Set([...scope, ...stale.map((entry) => entry.service.namespace)])) {
    const outcome = await sweepNamespace(deps, where, liveRuns, signal);
    objects.push(...outcome.swept);
    unread.set(where, outcome.unread);
  }
  for (const entry of stale) {
    // Who may not read Jobs has made none: only what the run made must have been seen.
    const unseen = unread.get(entry.service.namespace);
    if (entry.objects.some(({ kind }) => unseen?.has(kind))) continue;
    // A change that was not undone stays written down until a person settles it.
    const settled = entry.patch === null ? deps.journal.remove(entry.run) : deps.journal.put({ ...entry, objects: [] });
    await settled.catch(() => undefined);
  }
  const failures = [...unread.values()].flatMap((of) => [...of.values()]);
  return { objects, unreached: failures.some(({ code }) => !ANSWERS.has(code)) };
}

/** Failures by which the API server said all it has to say. */
const ANSWERS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  ...(['api.unauthorized', 'api.forbidden', 'api.not-found', 'api.rejected', 'canceled'] as const),
]);

async function sweepNamespace(
  deps: SweepDeps,
  namespace: string | null,
  liveRuns: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ readonly swept: readonly OwnObject[]; readonly unread: ReadonlyMap<OwnObject['kind'], Failure> }> {
  const swept: OwnObject[] = [];
  const unread = new Map<OwnObject['kind'], Failure>();
  for (const { kind, api, resource } of SWEPT_KINDS) {
    const path =
      namespace === null ? `${api}/${resource}` : `${api}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
    try {
      const items = await listMarked(deps.api, path, signal);
      const facts = { instance: deps.instance, liveRuns, now: serverNow(deps) };
      for (const raw of items) {
        const own = ownObject(kind, raw);
        if (own === null || !maySweep(raw, facts)) continue;
        await deleteOwn(deps.api, own, signal);
        swept.push(own);
      }
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      unread.set(kind, error.failure);
    }
  }
  return { swept, unread };
}

async function listMarked(api: KubeApi, path: string, signal: AbortSignal): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let next: string | null = '';
  while (next !== null) {
    const query: Record<string, string> = {
      labelSelector: SELECTOR,
      limit: PAGE,
      ...(next === '' ? {} : { continue: next }),
    };
    const raw: unknown = await api.json<unknown>({ method: 'GET', path, query, signal });
    items.push(...asList(asObject(raw).items));
    next = asFilledText(asObject(asObject(raw).metadata).continue);
  }
  return items;
}

function ownObject(kind: OwnObject['kind'], raw: unknown): OwnObject | null {
  const { namespace, name, uid } = asObject(asObject(raw).metadata);
  const found = { kind, namespace: asFilledText(namespace), name: asFilledText(name), uid: asFilledText(uid) };
  if (found.namespace === null || found.name === null || found.uid === null) return null;
  return { kind, namespace: found.namespace, name: found.name, uid: found.uid };
}
