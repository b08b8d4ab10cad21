import type { FindingCode, FoundObject, Severity, Stage } from '../findings/finding.ts';
import type { Look } from '../findings/foremost.ts';
import type { HistoryEntry } from '../history/history.ts';
import type { Language } from '../ipc/settings.ts';
import type { WatchState } from '../ipc/watch-state.ts';
import type { WatchedKind } from '../kube/object-key.ts';
import type { Service, ServicePort, SessionAffinity } from '../kube/service.ts';
import type { EndpointsNote, MemberPort, MemberReason, MemberState } from '../membership/member.ts';
import type { ReachNote } from '../membership/reach-notes.ts';
import type { AffinityMode, Identification, RunRequest } from '../traffic/run-request.ts';
import type { Verdict } from '../traffic/verdict.ts';

/**
 * Everything known of one Service at one moment, for a person who does not have this window. It is the file "Copy for a
 * colleague" writes as JSON, and Markdown is made of nothing else: docs/report.md. Times are RFC 3339, UTC, by the API
 * server's clock. `text` and its like are sentences in `language`; everything else does not depend on it.
 */
export interface ServiceReport {
  /** Another number: a field has gone, or means something else. A field more changes nothing. */
  readonly format: 'servicescope-report/1';
  readonly language: Language;
  readonly written: string;
  readonly app: { readonly name: 'ServiceScope'; readonly version: string };
  readonly cluster: ReportedCluster;
  /** How fresh each kind was: what is not `synced` is not live, here or anywhere below. */
  readonly watches: readonly ReportedWatch[];
  readonly service: ReportedService;
  readonly membership: ReportedMembership;
  readonly endpointSlices: Bounded<ReportedSlice>;
  /** The deprecated object; null: there is none, or it may not be read (see `watches`). */
  readonly endpoints: { readonly name: string; readonly endpoints: string; readonly created: string } | null;
  readonly endpointsNote: Coded<EndpointsNote['code']>;
  /** Along the debug path; null: they were still being looked for. */
  readonly findings: readonly ReportedFinding[] | null;
  /** Latest first. */
  readonly events: Bounded<ReportedEvent>;
  /** Null: not known, or nothing is recorded yet. */
  readonly history: ReportedHistory | null;
  /** Latest first. */
  readonly runs: Bounded<ReportedRun>;
}

/** A list that is cut where it gets too long for a reader, and says so. */
export interface Bounded<T> {
  readonly list: readonly T[];
  readonly leftOut: number;
}

/** What a machine reads, and the same in words. */
export interface Coded<Code extends string> {
  readonly code: Code;
  readonly text: string;
}

interface ReportedCluster {
  readonly context: string;
  readonly name: string;
  /** `gitVersion` of the API server; null: not known. */
  readonly version: string | null;
  /** What the window watched; null: all namespaces. */
  readonly namespace: string | null;
}

export interface ReportedWatch {
  readonly kind: WatchedKind;
  readonly phase: WatchState['phase'];
  /** Since when it is so; null where it is not watched. */
  readonly since: string | null;
  readonly text: string;
  /** Of a stale one: what failed. */
  readonly reason: string | null;
}

export interface ReportedService extends Omit<Service, 'kind' | 'meta'> {
  readonly namespace: string;
  readonly name: string;
  readonly created: string;
  /** PORT(S) as kubectl prints them. */
  readonly printedPorts: string;
  /** EXTERNAL-IP as `kubectl get -o wide` prints it. */
  readonly printedExternalIP: string;
  readonly ports: readonly ServicePort[];
}

export interface ReportedMembership extends Bounded<ReportedMember> {
  /** Endpoints that get traffic, of all that stand in slices; null: slices may not be read. */
  readonly counts: { readonly ready: number; readonly total: number } | null;
  /** Why nobody gets traffic; null where somebody does. */
  readonly none: Coded<string> | null;
  readonly reach: readonly Coded<ReachNote['code']>[];
}

export interface ReportedMember {
  readonly name: string;
  readonly state: Coded<MemberState>;
  /** As the slices say; all null where it stands in none. */
  readonly ready: boolean | null;
  readonly serving: boolean | null;
  readonly terminating: boolean | null;
  readonly addresses: readonly string[];
  readonly ports: readonly MemberPort[];
  readonly node: string | null;
  /** STATUS of kubectl; null where the Pod is not seen. */
  readonly podStatus: string | null;
  /** The deciding one first. */
  readonly reasons: readonly Coded<MemberReason['code']>[];
}

/** kubectl's columns. */
export interface ReportedSlice {
  readonly name: string;
  readonly addressType: string;
  readonly ports: string;
  readonly endpoints: string;
  readonly managedBy: string | null;
  readonly created: string;
}

export interface ReportedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** `unknown` where it could not be looked at; else the severity. */
  readonly look: Coded<Look>;
  readonly stage: Stage;
  readonly object: FoundObject;
  readonly title: string;
  readonly explanation: string;
  readonly next: string;
  /** The two values that disagree. */
  readonly values: { readonly expected: string; readonly found: string } | null;
  /** Lines for a POSIX shell. */
  readonly commands: { readonly show: string; readonly mend: string | null };
  readonly source: { readonly text: string; readonly url: string };
}

export interface ReportedEvent {
  readonly lastSeen: string;
  readonly type: string;
  readonly reason: string;
  readonly object: string;
  readonly message: string;
  readonly count: number;
}

/** `list` is oldest first; what is left out are the oldest. */
export interface ReportedHistory extends Bounded<ReportedChange> {
  readonly recordingSince: string;
  /** Every change since then was still known. */
  readonly completeSince: string;
  /** Changes before that, no longer known. */
  readonly dropped: number;
  readonly notWatched: readonly { readonly from: string; readonly to: string | null }[];
}

export interface ReportedChange {
  readonly at: string;
  /** Where it was not seen as it happened: after this. */
  readonly after: string | null;
  readonly what: Coded<HistoryEntry['what']>;
  /** Name of the Pod, or its address; null for a change of the Service itself. */
  readonly member: string | null;
  readonly why: string;
}

export interface ReportedRun {
  /** When this window first heard of it, and of its end; null: it goes on. */
  readonly heardOf: string;
  readonly ended: string | null;
  readonly phase: Coded<string>;
  readonly failure: string | null;
  readonly request: Pick<RunRequest, 'port' | 'scheme' | 'path' | 'requests' | 'rate' | 'timeoutMs' | 'newConnection'>;
  readonly affinity: Coded<AffinityMode>;
  readonly identifiedBy: Coded<Identification['by']>;
  /** From where the requests were sent, and through what. */
  readonly vantage: string;
  readonly clients: readonly { readonly name: string; readonly ip: string | null; readonly node: string | null }[];
  readonly sides: readonly ReportedSide[];
  readonly caveats: readonly Coded<string>[];
}

/** One side. `asked` is the sum of all answers, `unidentified`, `failed` and `missing`. */
export interface ReportedSide {
  readonly sessionAffinity: SessionAffinity;
  /** The Service these requests went to: the user's own, or its twin. */
  readonly service: string;
  readonly twin: boolean;
  readonly clusterIP: string;
  readonly asked: number;
  readonly answers: number;
  readonly pods: Bounded<{
    readonly pod: string;
    /** In the order of the run's clients. */
    readonly byClient: readonly number[];
    readonly answers: number;
  }>;
  readonly unidentified: number;
  readonly failed: number;
  readonly failures: readonly (Coded<string> & { readonly count: number })[];
  /** Asked and not reported: unaccounted for once the run has ended, until then on the way. */
  readonly missing: number;
  /** Answers by HTTP status, 400 and more. */
  readonly statuses: readonly { readonly status: number; readonly count: number }[];
  /** Milliseconds; null: nothing was measured. */
  readonly latency: { readonly p50: number | null; readonly p99: number | null };
  readonly verdict: Coded<Verdict['kind']>;
}
