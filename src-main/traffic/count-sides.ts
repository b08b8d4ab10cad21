import { setMaxListeners } from 'node:events';
import type { RunClient } from '#shared/traffic/run-update.ts';
import type { AnswerIdentifier } from './identify-answers.ts';
import { runClientLoop, type ClientLoopOptions, type LoopOutcome } from './client-loop.ts';
import type { CurlFeatures } from './curl-features.ts';
import { evenShares } from './line-pace.ts';
import { clientTarget, type Errand, type RunContext } from './run-context.ts';

export interface Counting {
  readonly context: RunContext;
  readonly features: CurlFeatures;
  readonly identifier: AnswerIdentifier;
  /** Milliseconds since counting began. */
  readonly elapsed: () => number;
  /** No further work is given. */
  readonly stop: AbortSignal;
}

/**
 * Sends the requests of some sides, all at the same time: every client gives each side its share. Resolves when all is
 * told, stopped or lost. Never rejects.
 */
export async function countSides(
  counting: Counting,
  errands: readonly Errand[],
  clients: readonly RunClient[],
): Promise<LoopOutcome> {
  const { context, stop } = counting;
  const { requests } = context.request;
  const shares = requests === null ? null : evenShares(requests, clients.length);
  const end = new AbortController();
  setMaxListeners(0, end.signal, stop);
  const loops = errands.map((errand) => {
    const quota = shares === null ? null : (shares[clients.indexOf(errand.client)] ?? 0);
    return runClientLoop(loopOptions(counting, errand, clients.length, quota, stop, end.signal));
  });
  const outcomes = await Promise.all(loops);
  end.abort();
  return outcomes.includes('lost') ? 'lost' : 'finished';
}

function loopOptions(
  { context, features, identifier, elapsed }: Counting,
  errand: Errand,
  clients: number,
  quota: number | null,
  stop: AbortSignal,
  end: AbortSignal,
): ClientLoopOptions {
  const { deps, request, state } = context;
  const target = clientTarget(context, errand, clients);
  const { affinity } = errand.side;
  // What an echo of the request would show of members.
  const sent = `${target.path} ${target.host}:${target.port} ${target.userAgent}`;
  return {
    deps,
    namespace: request.namespace,
    target,
    features,
    quota,
    reader: {
      side: affinity,
      client: errand.client.name,
      now: elapsed,
      identify: identifier.of(errand.client, sent),
    },
    onAsked: (requests) => state.addAsked(affinity, errand.client.name, requests),
    onHit: (hit) => state.addHit(hit),
    onReuse: () => state.addCaveat({ code: 'keep-alive' }),
    stop,
    end,
  };
}
