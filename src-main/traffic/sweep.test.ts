import { describe, expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { createMemoryJournal } from '../../test/support/memory-journal.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import type { JournalEntry } from './journal.ts';
import { sweep, type Swept } from './sweep.ts';

const MINUTE = 60_000;
const OWN = 'own-instance';
/** By the API server. This computer's clock is an hour ahead of it. */
const SERVER_NOW = Date.parse('2026-01-01T12:00:00Z');
const SKEW_MS = -60 * MINUTE;

function object(name: string, instance: string, expiresAt: number): object {
  return {
    metadata: {
      namespace: 'n',
      name,
      uid: `uid-${name}`,
      labels: {
        'app.kubernetes.io/managed-by': 'servicescope',
        'servicescope.dev/instance': instance,
        'servicescope.dev/run': 'feedfacefeedface',
      },
      annotations: { 'servicescope.dev/expires-at': new Date(expiresAt).toISOString() },
    },
  };
}

interface Server {
  readonly services?: readonly object[];
  /** What a list of these is refused with, by resource. */
  readonly refuses?: Readonly<Record<string, Failure>>;
  readonly journal?: readonly JournalEntry[];
}

async function sweepOn({ services = [], refuses = {}, journal = [] }: Server): Promise<{
  readonly swept: Swept;
  readonly deletes: readonly ApiRequest[];
  readonly left: readonly JournalEntry[];
}> {
  const deletes: ApiRequest[] = [];
  const answer = (request: ApiRequest): unknown => {
    if (request.method === 'DELETE') {
      deletes.push(request);
      return {};
    }
    const resource = request.path.split('/').at(-1) ?? '';
    const refused = refuses[resource];
    if (refused !== undefined) throw new FailureError(refused);
    return { items: resource === 'services' ? services : [] };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => answer(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => SKEW_MS,
  };
  const written = createMemoryJournal(journal);
  const clock = createFakeClock(SERVER_NOW - SKEW_MS);
  const deps = { api, clock, instance: OWN, journal: written, cluster: 'c' };
  const swept = await sweep(deps, ['n'], new Set(), new AbortController().signal);
  return { swept, deletes, left: written.entries() };
}

const entry = (run: string, kind: string, patch: JournalEntry['patch'] = null): JournalEntry => ({
  run,
  context: 'test',
  cluster: 'c',
  service: { namespace: 'n', name: 'web' },
  serviceUid: 'uid-web',
  objects: [{ kind, name: 'left', uid: null }],
  patch,
});
const forbidden = failure('api.forbidden', { verb: 'list', resource: 'jobs', namespace: 'n', message: '' });

describe('the sweep', () => {
  it('reads the time from the API server: with a clock that is an hour ahead it takes no running instance’s objects', async () => {
    const services = [
      object('running', 'other', SERVER_NOW + 10 * MINUTE),
      object('just-expired', 'other', SERVER_NOW - 4 * MINUTE),
      object('long-expired', 'other', SERVER_NOW - 6 * MINUTE),
    ];
    const { swept } = await sweepOn({ services });
    expect(swept.objects.map(({ name }) => name)).toEqual(['long-expired']);
  });

  it('deletes by uid: an object that took the name since is not it', async () => {
    const { deletes } = await sweepOn({ services: [object('mine', OWN, SERVER_NOW)] });
    expect(deletes).toMatchObject([
      { path: '/api/v1/namespaces/n/services/mine', body: { preconditions: { uid: 'uid-mine' } } },
    ]);
  });

  it('strikes out a run of plain Pods for a user who may not list Jobs, and no run with a Job', async () => {
    const { swept, left } = await sweepOn({
      refuses: { jobs: forbidden },
      journal: [entry('bare', 'Pod'), entry('with-job', 'Job')],
    });
    expect(left.map(({ run }) => run)).toEqual(['with-job']);
    expect(swept.unreached, 'a refusal is an answer').toBe(false);
  });

  it('keeps a change that is not undone written down, without the objects that are gone', async () => {
    const patch = {
      from: { sessionAffinity: 'None', timeoutSeconds: null },
      to: { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 },
    } as const;
    const { left } = await sweepOn({ journal: [entry('patched', 'Job', patch)] });
    expect(left).toMatchObject([{ run: 'patched', objects: [], patch }]);
  });

  it('says that the API server was away, and strikes nothing out', async () => {
    const away = failure('connect.refused', { host: 'server', port: 6443 });
    const { swept, left } = await sweepOn({
      refuses: { jobs: away, services: away, pods: away },
      journal: [entry('left', 'Job')],
    });
    expect(swept.unreached).toBe(true);
    expect(left).toHaveLength(1);
  });
});
