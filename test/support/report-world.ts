import { diagnose } from '../../src-shared/findings/diagnose.ts';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import type { KubeEvent } from '../../src-shared/kube/kube-event.ts';
import { WATCHED_KINDS, type WatchedKind } from '../../src-shared/kube/object-key.ts';
import { membershipOf } from '../../src-shared/membership/membership.ts';
import { en } from '../../src-shared/messages/en.ts';
import type { ReportInput, RunSeen } from '../../src-shared/report/report-input.ts';
import { count, newSideTally } from '../../src-shared/traffic/tally.ts';
import type { RunUpdate } from '../../src-shared/traffic/run-update.ts';
import { aPod } from './builders.ts';
import { aWorld, inputOf, NOW, type World } from './findings/world.ts';

/** Every kind live since a minute ago, but those named. */
export function statesOf(more: Partial<Readonly<Record<WatchedKind, WatchState>>> = {}): ReportInput['states'] {
  const live: WatchState = { phase: 'synced', since: NOW - 60_000 };
  const all = WATCHED_KINDS.map((kind) => [kind, more[kind] ?? live] as const);
  return Object.fromEntries(all) as ReportInput['states'];
}

/** What the window of a world would write a report of: all live, no history, no runs. */
export function aReportInput(world: Partial<World> = {}, more: Partial<ReportInput> = {}): ReportInput {
  const input = inputOf(aWorld(world));
  return {
    language: 'en',
    words: en,
    version: '0.1.0',
    now: NOW,
    clockSkewMs: 0,
    cluster: { context: 'kind-dev', name: 'dev', version: 'v1.34.4', namespace: 'default' },
    states: statesOf(),
    service: input.service,
    membership: membershipOf(input),
    slices: input.slices ?? [],
    endpoints: input.endpoints ?? null,
    events: [],
    findings: diagnose(input),
    history: null,
    runs: [],
    ...more,
  };
}

export function anEvent(event: Partial<Omit<KubeEvent, 'kind' | 'meta'>> = {}): KubeEvent {
  const { uid, namespace, name } = aPod().meta;
  return {
    kind: 'Event',
    meta: { ...aPod().meta, uid: 'uid-event', name: 'event' },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    count: 1,
    lastSeen: '2026-01-01T00:59:00Z',
    source: 'kubelet',
    involved: { kind: 'Pod', namespace, name, uid },
    container: null,
    ...event,
  };
}

/** A run as a window counts it, told in one message. */
export function aRunSeen({ status, hits }: RunUpdate, endedAt: number | null = NOW - 10_000): RunSeen {
  const tallies = { None: newSideTally('None'), ClientIP: newSideTally('ClientIP') };
  for (const hit of hits) count(tallies[hit.side], hit, status.membershipChanges);
  return { began: NOW - 30_000, endedAt, status, tally: (side) => tallies[side] };
}
