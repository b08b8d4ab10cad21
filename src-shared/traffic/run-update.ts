import type { Failure } from '../ipc/failure.ts';
import type { SessionAffinity } from '../kube/service.ts';
import type { Hit } from './hit.ts';
import type { RunRequest } from './run-request.ts';
import type { Caveat } from './run-plan.ts';

/** One message of the `traffic` event: where the run stands (state) and the hits since the last message. */
export interface RunUpdate {
  readonly run: string;
  readonly status: RunStatus;
  /** In the order they arrived; each hit is sent exactly once. */
  readonly hits: readonly Hit[];
}

/** A RunUpdate on its way to a window. Hits are in the order they arrived, as long as none was lost on the way. */
export interface TrafficBatch extends RunUpdate {
  /** True: what the window knows of this run is void, its hits begin anew with these. For a window that (re)loaded. */
  readonly replace: boolean;
}

export interface RunStatus {
  readonly request: RunRequest;
  /** Of the Service that was asked: one that is made anew under its name is another. */
  readonly serviceUid: string;
  readonly phase: RunPhase;
  /** The Service's own sessionAffinity when the run began. */
  readonly own: SessionAffinity;
  /** The sides that are measured, in the order shown. */
  readonly sides: readonly RunSide[];
  readonly clients: readonly RunClient[];
  /** Everyone who was a ready endpoint at some time of the run: one entry per span of readiness. */
  readonly members: readonly RunMember[];
  /** Milliseconds since counting began, when the set of ready members changed. */
  readonly membershipChanges: readonly number[];
  readonly caveats: readonly Caveat[];
  /** Names of everything of ours that is in the cluster now, or may be. Empty when clean. */
  readonly left: readonly string[];
  /**
   * The run has ended and the Service it changed is not as it was: it could not be put back, or somebody has changed it
   * since. What of it is so now, the journal knows.
   */
  readonly unrestored: boolean;
}

export type RunPhase =
  | { readonly phase: 'creating' }
  | {
      readonly phase: 'waiting-for-clients';
      readonly since: number;
      readonly ready: number;
      readonly detail: string | null;
    }
  | { readonly phase: 'waiting-for-twin'; readonly since: number }
  | { readonly phase: 'counting'; readonly since: number; readonly side: SessionAffinity | null }
  | { readonly phase: 'cleaning' }
  | { readonly phase: 'ended'; readonly outcome: RunOutcome };

export type RunOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface RunSide {
  readonly affinity: SessionAffinity;
  /** Name of the Service this side's requests go to: the user's own, or the twin. */
  readonly service: string;
  readonly clusterIP: string;
  /** Requests the clients were told to send so far. asked − hits = on the way, or unaccounted when the run has ended. */
  readonly asked: number;
  /**
   * Where identification is by logs: hits per Pod and client, from the Pods' logs. Null otherwise, and
   * where logs that could not be read hide answers: unknown is not 0.
   */
  readonly logged: Readonly<Record<string, Readonly<Record<string, number>>>> | null;
}

export interface RunClient {
  readonly name: string;
  readonly ip: string | null;
  readonly node: string | null;
}

export interface RunMember {
  readonly uid: string;
  readonly pod: string;
  readonly ips: readonly string[];
  /** When it became ready and ceased to be, in milliseconds since counting began; null: was so from the start, still is. */
  readonly from: number | null;
  readonly until: number | null;
}
