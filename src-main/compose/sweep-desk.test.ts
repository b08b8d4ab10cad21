import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { createMemoryJournal } from '../../test/support/memory-journal.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import type { ContextTarget } from '../kube/kubeconfig.ts';
import type { JournalEntry, RunJournal } from '../traffic/journal.ts';
import { createSweepDesk } from './sweep-desk.ts';

const entry = (run: string, context: string, cluster: string): JournalEntry => ({
  run,
  context,
  cluster,
  service: { namespace: 'n', name: 'web' },
  serviceUid: 'uid-web',
  objects: [{ kind: 'Job', name: 'left', uid: 'uid-left' }],
  patch: null,
});

/** Contexts `home` and `moved` stand for the cluster `key-CONTEXT`; `plugin` would run a program; others are gone. */
async function sweepAtStart(...left: readonly JournalEntry[]): Promise<{
  readonly leased: readonly string[];
  readonly asked: readonly string[];
  readonly journal: RunJournal;
}> {
  const leased: string[] = [];
  const asked: string[] = [];
  const journal = createMemoryJournal(left);
  const desk = createSweepDesk({
    contexts: {
      list: () => Promise.reject(new Error('not asked for here')),
      target: (context) => {
        if (context === 'home' || context === 'moved') return Promise.resolve({ context } as ContextTarget);
        const refused = failure('kubeconfig.exec-refused', { user: 'u', command: 'program' });
        return Promise.reject(new FailureError(refused));
      },
    },
    connections: {
      lease: ({ context }) => {
        leased.push(context);
        const api: KubeApi = {
          json: async <T>({ path }: { readonly path: string }) => {
            asked.push(`${context} ${path}`);
            return (await Promise.resolve({ items: [] })) as T;
          },
          stream: () => Promise.reject(new Error('not asked for here')),
          clockSkewMs: () => null,
        };
        const credentials = {
          server: new URL('https://server'),
          user: 'u',
          current: () => Promise.reject(new Error()),
        };
        return { api, credentials, clusterKey: `key-${context}` };
      },
    },
    journal,
    instance: 'i',
    clock: createFakeClock(),
    random: () => 0,
    live: new Set(),
  });
  await desk.journalled(new AbortController().signal);
  return { leased, asked, journal };
}

describe('a start', () => {
  it('connects to no cluster that the journal does not name', async () => {
    expect(await sweepAtStart()).toMatchObject({ leased: [], asked: [] });
  });

  it('looks into the namespaces of the journal, there only, and strikes the run out', async () => {
    const { asked, journal } = await sweepAtStart(entry('r', 'home', 'key-home'));
    expect(asked).toEqual([
      'home /apis/batch/v1/namespaces/n/jobs',
      'home /api/v1/namespaces/n/services',
      'home /api/v1/namespaces/n/pods',
    ]);
    expect(journal.entries()).toEqual([]);
  });

  it('runs no program of a kubeconfig, and asks nothing of another cluster that has the name now', async () => {
    const left = [
      entry('p', 'plugin', 'key-plugin'),
      entry('g', 'gone', 'key-gone'),
      entry('m', 'moved', 'key-before'),
    ];
    const { leased, asked, journal } = await sweepAtStart(...left);
    expect(leased).toEqual(['moved']);
    expect(asked).toEqual([]);
    expect(journal.entries()).toEqual(left);
  });
});
