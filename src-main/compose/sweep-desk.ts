import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { Clock } from '../kube/clock.ts';
import { createPause, type Pause } from '../kube/pause.ts';
import type { RunJournal } from '../traffic/journal.ts';
import type { SweepDeps, SweepScope } from '../traffic/sweep.ts';
import { sweepUntilReached } from '../traffic/sweep-until-reached.ts';
import type { ClusterConnection, Connections } from './connections.ts';
import type { Contexts } from './contexts.ts';
import type { WindowCluster } from './open-clusters.ts';

export interface SweepDeskParts {
  readonly contexts: Contexts;
  readonly connections: Connections;
  readonly journal: RunJournal;
  readonly instance: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Runs of this app that are going on. */
  readonly live: ReadonlySet<string>;
}

/** Removes what earlier runs of this installation left. */
export interface SweepDesk {
  /** In the cluster a window has opened; tried again as soon as its Services are known. Never rejects. */
  readonly opened: (cluster: Pick<WindowCluster, 'opened' | 'connection' | 'watch' | 'signal'>) => Promise<void>;
  /**
   * In the clusters of the journal, whatever page is shown: there, and only there, this installation left something. A context
   * that would run a program or is gone from the kubeconfig is left to deadline and TTL. Never rejects.
   */
  readonly journalled: (signal: AbortSignal) => Promise<void>;
}

export function createSweepDesk(parts: SweepDeskParts): SweepDesk {
  const { journal, instance, clock, random, live } = parts;
  const go = async (
    { api, clusterKey }: ClusterConnection,
    scope: SweepScope,
    pause: Pause,
    signal: AbortSignal,
  ): Promise<void> => {
    const deps: SweepDeps = { api, clock, instance, journal, cluster: clusterKey };
    await sweepUntilReached({ deps, scope, liveRuns: live, pause, random, signal });
  };
  return {
    opened: async ({ opened, connection, watch, signal }) => {
      const pause = createPause(clock, signal);
      const end = watch.onState((kind, state) => {
        if (kind === 'Service' && isAnswered(state)) pause.wake();
      });
      await go(connection, [opened.namespace], pause, signal);
      end();
    },
    journalled: async (signal) => {
      const left = journal.entries().filter(({ objects }) => objects.length > 0);
      const named = [...new Set(left.map(({ context }) => context))];
      await Promise.all(
        named.map(async (context) => {
          const target = await parts.contexts.target(context).catch(() => null);
          if (target === null) return;
          const done = new AbortController();
          const lease = AbortSignal.any([signal, done.signal]);
          // Connects at its first request: where the name stands for another cluster now, there is none.
          const connection = parts.connections.lease(target, lease);
          const same = left.some((entry) => entry.context === context && entry.cluster === connection.clusterKey);
          if (same) await go(connection, [], createPause(clock, lease), lease);
          done.abort();
        }),
      );
    },
  };
}

function isAnswered({ phase }: WatchState): boolean {
  return phase === 'synced' || phase === 'polling' || phase === 'denied';
}
