import type { RunClient } from '#shared/traffic/run-update.ts';
import type { RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { SessionAffinity } from '#shared/kube/service.ts';
import type { ClientTarget } from './client-script.ts';
import type { JournalEntry } from './journal.ts';
import type { RunMarks } from './run-marks.ts';
import type { OwnObject } from './run-objects.ts';
import type { RunState } from './run-state.ts';
import type { RunTarget } from './target-service.ts';
import { randomHex, type TrafficDeps } from './traffic-deps.ts';

/** For benches and tests only: nothing a person can ask for. */
export interface RunTuning {
  /** As fast as the clients go, without the cap that spares a user's cluster. */
  readonly uncapped?: boolean;
}

/** What the steps of one run share. */
export interface RunContext {
  readonly deps: TrafficDeps;
  readonly request: RunRequest;
  readonly plan: RunPlan;
  readonly target: RunTarget;
  readonly marks: RunMarks;
  readonly state: RunState;
  readonly tuning: RunTuning;
  /** Aborts when a person stops the run. */
  readonly stop: AbortSignal;
  /** Created so far, in order. */
  readonly objects: OwnObject[];
  /** What the journal knows of this run. */
  entry: JournalEntry;
}

/** One side as the clients see it. */
export interface SideTarget {
  readonly affinity: SessionAffinity;
  readonly service: string;
  readonly clusterIP: string;
}

/** What one client sends to one side. */
export interface Errand {
  readonly side: SideTarget;
  readonly client: RunClient;
  /** Stands in the User-Agent: names run, side and client in the Pods' logs, and nothing else. */
  readonly nonce: string;
}

export function newErrand(context: RunContext, side: SideTarget, client: RunClient): Errand {
  return { side, client, nonce: randomHex(context.deps, 8) };
}

/** @param clients that share the rate */
export function clientTarget(
  { request, target, tuning }: Pick<RunContext, 'request' | 'target' | 'tuning'>,
  errand: Errand,
  clients: number,
): ClientTarget {
  const { scheme, path, timeoutMs, newConnection, identify, rate } = request;
  const inQuery = identify.by === 'logs' && identify.inQuery;
  const mark = `${path.includes('?') ? '&' : '?'}servicescope=${errand.nonce}`;
  return {
    scheme,
    host: errand.side.clusterIP,
    port: target.port.port,
    path: inQuery ? path + mark : path,
    timeoutMs,
    newConnection,
    userAgent: userAgent(errand.nonce),
    wants: identify.by === 'logs' ? 'none' : 'whole',
    rate: tuning.uncapped === true ? null : rate / clients,
  };
}

/** Sent with the question whether a twin answers yet. */
export const READY_AGENT = 'servicescope-ready';

export function userAgent(nonce: string): string {
  return `servicescope/${nonce}`;
}
