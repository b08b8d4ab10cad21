import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import type { SessionAffinity } from '#shared/kube/service.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { restoreAffinity, settlePatch, unrestoredPatches } from './affinity-patch.ts';
import type { JournalEntry, RunJournal } from './journal.ts';

interface Live {
  readonly uid: string;
  readonly sessionAffinity: SessionAffinity;
}
const CHANGED: Live = { uid: 'uid-web', sessionAffinity: 'ClientIP' };

/** An API server with one Service, or none: reads, and JSON patches of its sessionAffinity. */
function serverOf(live: Live | null): { readonly api: KubeApi; readonly now: () => Live | null } {
  let service = live;
  const json = ({ method, body }: ApiRequest): unknown => {
    if (service === null) throw new FailureError(failure('api.not-found', { kind: 'services', name: 'web' }));
    if (method === 'PATCH') {
      const patch = body as readonly { readonly path: string; readonly value: SessionAffinity }[];
      const to = patch.find(({ path }) => path === '/spec/sessionAffinity');
      service = { ...service, sessionAffinity: to?.value ?? service.sessionAffinity };
    }
    const { uid, sessionAffinity } = service;
    const config =
      sessionAffinity === 'None' ? {} : { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } };
    return {
      metadata: { namespace: 'n', name: 'web', uid, resourceVersion: '7' },
      spec: { clusterIP: '10.0.0.1', sessionAffinity, ...config },
    };
  };
  const refused = new Error('not asked for here');
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve(json(request))) as T,
    stream: () => Promise.reject(refused),
    clockSkewMs: () => null,
  };
  return { api, now: () => service };
}

function journalOf(...start: readonly JournalEntry[]): RunJournal {
  const entries = new Map(start.map((entry) => [entry.run, entry]));
  return {
    entries: () => [...entries.values()],
    put: (entry) => Promise.resolve(void entries.set(entry.run, entry)),
    remove: (run) => Promise.resolve(void entries.delete(run)),
  };
}

const patch = {
  from: { sessionAffinity: 'None', timeoutSeconds: null },
  to: { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 },
} as const;
const entry: JournalEntry & { readonly patch: typeof patch } = {
  run: 'r',
  context: 'default',
  cluster: 'a',
  service: { namespace: 'n', name: 'web' },
  serviceUid: 'uid-web',
  objects: [],
  patch,
};
const never = new AbortController().signal;

/** Opened under the context name of the entry, whatever the cluster. */
async function look(
  live: Live | null,
  cluster = 'a',
): Promise<{ offered: readonly string[]; kept: readonly string[] }> {
  const journal = journalOf(entry);
  const deps = { api: serverOf(live).api, journal, context: 'default', cluster };
  const offered = await unrestoredPatches(deps, new Set(), never);
  return { offered: offered.map(({ run }) => run), kept: journal.entries().map(({ run }) => run) };
}

describe('what was not undone', () => {
  it.each<[string, Live | null, readonly string[], readonly string[]]>([
    ['still changed: offered', CHANGED, ['r'], ['r']],
    ['put back by others: struck out', { ...CHANGED, sessionAffinity: 'None' }, [], []],
    ['gone: struck out', null, [], []],
    ['another Service of the name: struck out, not offered', { ...CHANGED, uid: 'uid-other' }, [], []],
  ])('%s', async (_case, live, offered, kept) => {
    expect(await look(live)).toEqual({ offered, kept });
  });

  it.each<[string, Live | null]>([
    ['without the Service', null],
    ['with a Service of the same name', { ...CHANGED, uid: 'uid-other' }],
    ['with the old affinity', { ...CHANGED, sessionAffinity: 'None' }],
  ])('another cluster under the same context name, %s: not offered, and kept', async (_case, live) => {
    expect(await look(live, 'b')).toEqual({ offered: [], kept: ['r'] });
  });

  it('is kept where the API server can’t be asked', async () => {
    const journal = journalOf(entry);
    const api: KubeApi = {
      ...serverOf(null).api,
      json: () => Promise.reject(new FailureError(failure('connect.refused', { host: 'h', port: 1 }))),
    };
    const offered = await unrestoredPatches({ api, journal, context: 'default', cluster: 'a' }, new Set(), never);
    expect(offered).toMatchObject([{ run: 'r', context: 'default', now: null }]);
    expect(journal.entries()).toHaveLength(1);
  });
});

describe('putting it back', () => {
  it.each<[string, Live | null, string, Live | null]>([
    ['ours: restored', CHANGED, 'restored', { ...CHANGED, sessionAffinity: 'None' }],
    ['gone', null, 'gone', null],
    [
      'another one of that name: not touched',
      { ...CHANGED, uid: 'uid-other' },
      'gone',
      { ...CHANGED, uid: 'uid-other' },
    ],
  ])('%s', async (_case, live, outcome, after) => {
    const { api, now } = serverOf(live);
    expect(await restoreAffinity(api, entry, never)).toBe(outcome);
    expect(now()).toEqual(after);
  });

  it('does not overwrite what others changed since, and the entry stays', async () => {
    const journal = journalOf({
      ...entry,
      patch: { ...patch, to: { sessionAffinity: 'ClientIP', timeoutSeconds: 60 } },
    });
    const { api, now } = serverOf(CHANGED);
    const deps = { api, journal, context: 'default', cluster: 'a' };
    await expect(settlePatch(deps, 'r', false, never)).rejects.toMatchObject({ failure: { code: 'api.conflict' } });
    expect([now(), journal.entries().length]).toEqual([CHANGED, 1]);
    await settlePatch(deps, 'r', true, never);
    expect([now(), journal.entries().length]).toEqual([CHANGED, 0]);
  });

  it.each([false, true])('of another cluster is refused, and the entry stays (forget: %s)', async (forget) => {
    const journal = journalOf(entry);
    const { api, now } = serverOf({ ...CHANGED, uid: 'uid-other' });
    const deps = { api, journal, context: 'default', cluster: 'b' };
    await expect(settlePatch(deps, 'r', forget, never)).rejects.toMatchObject({
      failure: { code: 'traffic.unknown-run' },
    });
    expect([now()?.sessionAffinity, journal.entries().length]).toEqual(['ClientIP', 1]);
  });

  it('strikes the entry out when it is done', async () => {
    const journal = journalOf(entry);
    const { api, now } = serverOf(CHANGED);
    await settlePatch({ api, journal, context: 'other-name', cluster: 'a' }, 'r', false, never);
    expect([now()?.sessionAffinity, journal.entries().length]).toEqual(['None', 0]);
  });
});
