import type { Finding } from '../findings/finding.ts';
import type { Moment, ServiceHistory } from '../history/history.ts';
import type { Language } from '../ipc/settings.ts';
import type { WatchState } from '../ipc/watch-state.ts';
import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import type { Endpoints } from '../kube/endpoints.ts';
import type { KubeEvent } from '../kube/kube-event.ts';
import type { WatchedKind } from '../kube/object-key.ts';
import type { Service, SessionAffinity } from '../kube/service.ts';
import type { Membership } from '../membership/member.ts';
import type { Messages } from '../messages/en.ts';
import type { RunStatus } from '../traffic/run-update.ts';
import type { SideTally } from '../traffic/tally.ts';

/** Everything a report is made of, as a window has it. */
export interface ReportInput {
  readonly language: Language;
  readonly words: Messages;
  /** Of the app. */
  readonly version: string;
  /** By the API server's clock. */
  readonly now: Moment;
  /** API server's clock minus this computer's, milliseconds: the states and runs have their times by the latter. */
  readonly clockSkewMs: number;
  readonly cluster: {
    readonly context: string;
    readonly name: string;
    readonly version: string | null;
    /** Null: all namespaces. */
    readonly namespace: string | null;
  };
  readonly states: Readonly<Record<WatchedKind, WatchState>>;
  readonly service: Service;
  readonly membership: Membership;
  readonly slices: readonly EndpointSlice[];
  readonly endpoints: Endpoints | null;
  /** Latest first. */
  readonly events: readonly KubeEvent[];
  /** Null: still being looked for. */
  readonly findings: readonly Finding[] | null;
  /** Null: not known. */
  readonly history: ServiceHistory | null;
  /** Of this Service, oldest first. */
  readonly runs: readonly RunSeen[];
}

/** A run as a window has counted it. Times are milliseconds of this computer's clock. */
export interface RunSeen {
  readonly began: number;
  readonly endedAt: number | null;
  readonly status: RunStatus;
  readonly tally: (side: SessionAffinity) => SideTally;
}
