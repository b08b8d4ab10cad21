import { setMaxListeners } from 'node:events';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import type { Hit } from '#shared/traffic/hit.ts';
import { checkRunRequest } from '#shared/traffic/check-run-request.ts';
import type { RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { RunOutcome, RunStatus, RunUpdate } from '#shared/traffic/run-update.ts';
import { FailureError } from '../kube/failure-error.ts';
import { cleanUp } from './clean-up.ts';
import { conductRun } from './conduct-run.ts';
import { TTL_SECONDS } from './probe-manifest.ts';
import { restoreInTime, restoreOnce } from './restore-service.ts';
import { deadlineSeconds } from './run-budget.ts';
import type { RunContext, RunTuning } from './run-context.ts';
import type { NamedObject } from './run-objects.ts';
import { createRunState } from './run-state.ts';
import { loadTarget } from './target-service.ts';
import { randomHex, serverNow, type TrafficDeps } from './traffic-deps.ts';

/** A run that is going on, or has ended. */
export interface RunHandle {
  readonly run: string;
  status(): RunStatus;
  /** Every hit so far, for the export. */
  hits(): readonly Hit[];
  /** The same as aborting the signal. */
  stop(): void;
  readonly ended: boolean;
  /** Resolves when the run has ended and nothing of it is left, or what is left is known. Never rejects. */
  readonly done: Promise<RunStatus>;
}

/**
 * Starts a run. Rejects with FailureError where it can't even begin, with nothing created: `argument.invalid`,
 * `traffic.*`, `api.*`. Afterwards everything is told through `onUpdate`: phases at once, hits in batches every 100 ms.
 * @param plan from `planRun`, of the same request
 * @param signal stops the run: no further request, then the clean-up
 * @param tuning for benches and tests
 */
export async function startRun(
  deps: TrafficDeps,
  request: RunRequest,
  plan: RunPlan,
  onUpdate: (update: RunUpdate) => void,
  signal: AbortSignal,
  tuning: RunTuning = {},
): Promise<RunHandle> {
  const refused = checkRunRequest(request) ?? plan.refusal;
  if (refused !== null) throw new FailureError(refused);
  const target = await loadTarget(deps.api, request, signal);
  const run = randomHex(deps, 8);
  const { meta, sessionAffinity: own } = target.service;
  const fixed = { request, serviceUid: meta.uid, own, caveats: plan.caveats };
  const state = createRunState(run, fixed, deps.clock, onUpdate);
  const halt = new AbortController();
  const stop = AbortSignal.any([signal, halt.signal]);
  // Every loop and every wait of a run listens to it.
  setMaxListeners(0, stop);
  const context: RunContext = {
    deps,
    request,
    plan,
    target,
    state,
    tuning,
    stop,
    marks: {
      instance: deps.instance,
      run,
      expiresAt: serverNow(deps) + (deadlineSeconds(request) + TTL_SECONDS) * 1_000,
    },
    objects: [],
    entry: {
      run,
      context: deps.context,
      cluster: deps.cluster,
      service: { namespace: request.namespace, name: request.service },
      serviceUid: meta.uid,
      objects: [],
      patch: null,
    },
  };
  const done = perform(context);
  return {
    run,
    done,
    status: () => state.status(),
    hits: () => state.hits,
    stop: () => halt.abort(),
    get ended() {
      return state.status().phase.phase === 'ended';
    },
  };
}

async function perform(context: RunContext): Promise<RunStatus> {
  const { state, stop } = context;
  // At once, whatever a step is waiting for.
  const cleaning = (): void => {
    if (state.status().phase.phase !== 'cleaning') state.setPhase({ phase: 'cleaning' });
  };
  stop.addEventListener('abort', cleaning, { once: true });
  let outcome: RunOutcome;
  try {
    state.flush();
    outcome = outcomeOf(context, await conductRun(context));
  } catch (error) {
    outcome = stop.aborted ? { kind: 'stopped' } : { kind: 'failed', failure: asFailure(error) };
  }
  stop.removeEventListener('abort', cleaning);
  cleaning();
  await tidyUp(context);
  state.setPhase({ phase: 'ended', outcome });
  return state.status();
}

/** "Until stopped" that ran its hour is done; a number of requests that took too long is not. */
function outcomeOf({ stop, request }: RunContext, ended: Awaited<ReturnType<typeof conductRun>>): RunOutcome {
  if (stop.aborted) return { kind: 'stopped' };
  if (ended === 'finished' || (ended === 'out-of-time' && request.requests === null)) return { kind: 'done' };
  return { kind: 'interrupted' };
}

function asFailure(error: unknown): Failure {
  return error instanceof FailureError ? error.failure : failure('internal', { detail: String(error) });
}

/** Leaves the cluster as it was found. What can't be undone now stays in the journal. Never rejects. */
async function tidyUp(context: RunContext): Promise<void> {
  const { deps, request, state, objects, marks, entry } = context;
  const change = entry.patch === null ? null : { ...entry, patch: entry.patch };
  const cleaning = cleanUp({
    api: deps.api,
    clock: deps.clock,
    namespace: request.namespace,
    run: marks.run,
    objects,
    unanswered: unansweredOf(context),
    tell: (names) => state.setLeft(names),
  });
  // Side by side: neither waits for what keeps the other, and an app that quits gives both little time.
  const [soon, left] = await Promise.all([change === null || restoreInTime(deps, change), cleaning]);
  state.setLeft(left);
  // The API server may have come back while the rest was still being removed.
  const restored = soon || change === null || (await restoreOnce(deps, change));
  if (!restored) state.setUnrestored();
  try {
    if (left.length === 0 && restored) await deps.journal.remove(marks.run);
    else
      await deps.journal.put({
        ...entry,
        objects: left.length === 0 ? [] : entry.objects,
        patch: restored ? null : entry.patch,
      });
  } catch {
    // A full disk: the entry that stays is looked into at the next connect and found settled.
  }
}

/** Creates whose answer was lost: they may have happened. */
function unansweredOf({ request: { namespace }, entry }: RunContext): readonly NamedObject[] {
  return entry.objects.flatMap(({ kind, name, uid }) =>
    uid === null && (kind === 'Job' || kind === 'Pod' || kind === 'Service') ? [{ kind, namespace, name }] : [],
  );
}
