import { endpointsNoteText } from '../messages/membership-text.ts';
import { failureText } from '../messages/failure-text.ts';
import { humanDuration } from '../kube/human-duration.ts';
import { printEndpoints, printSliceEndpoints, printSlicePorts } from '../kube/print-endpoints.ts';
import { printExternalIP, printServicePorts } from '../kube/print-service.ts';
import { namespacedName, WATCHED_KINDS, type WatchedKind } from '../kube/object-key.ts';
import { first, MOST, short, timeOf } from './bounds.ts';
import { redactAll } from './redact-report.ts';
import type { ReportedEvent, ReportedService, ReportedSlice, ReportedWatch, ServiceReport } from './report.ts';
import { reportFinding } from './report-findings.ts';
import { reportHistory } from './report-history.ts';
import type { ReportInput } from './report-input.ts';
import { reportMembership } from './report-membership.ts';
import { reportRuns } from './report-runs.ts';

/**
 * The report of a Service at one moment. Pure. No credential, Secret, environment variable or annotation is in what it is made
 * of; what looks like a secret in what others wrote (Events, messages of probes) is taken out of all of it.
 */
export function writeReport(window: ReportInput): ServiceReport {
  // Commands quote what they are made of: escaped, a secret would no longer be known for what it is.
  const input = { ...window, cluster: redactAll(window.cluster), findings: redactAll(window.findings) };
  const { membership, words, findings } = input;
  const note = membership.endpointsNote;
  return redactAll<ServiceReport>({
    format: 'servicescope-report/1',
    language: input.language,
    written: timeOf(input.now),
    app: { name: 'ServiceScope', version: input.version },
    cluster: input.cluster,
    watches: WATCHED_KINDS.map((kind) => watchOf(input, kind)),
    service: serviceOf(input),
    membership: reportMembership(input),
    endpointSlices: slicesOf(input),
    endpoints: endpointsOf(input),
    endpointsNote: { code: note.code, text: short(endpointsNoteText(words.membership, note)) },
    findings: findings?.map((finding) => reportFinding(input, finding)) ?? null,
    events: eventsOf(input),
    history: reportHistory(input),
    runs: reportRuns(input),
  });
}

function watchOf({ states, words, now, clockSkewMs }: ReportInput, kind: WatchedKind): ReportedWatch {
  const state = states[kind];
  const since = state.phase === 'idle' ? null : timeOf(state.since + clockSkewMs);
  const say = (): string => {
    switch (state.phase) {
      case 'idle':
        return words.kube.watch.idle();
      case 'connecting':
        return words.kube.watch.connecting(state);
      case 'synced':
        return words.kube.watch.synced();
      case 'polling':
        return words.kube.watch.polling(state);
      case 'denied':
        return words.kube.watch.denied(state);
      case 'stale':
        return words.kube.watch.stale({ duration: humanDuration(now - clockSkewMs - state.since) });
    }
  };
  const failure = state.phase === 'stale' ? failureText(words.failures, state.reason) : null;
  const reason = failure === null ? null : short(`${failure.what} ${failure.why}`);
  return { kind, phase: state.phase, since, text: say(), reason };
}

function serviceOf({ service }: ReportInput): ReportedService {
  const { kind: _kind, meta, ...fields } = service;
  return {
    namespace: meta.namespace,
    name: meta.name,
    created: meta.creationTimestamp,
    printedPorts: printServicePorts(service.ports),
    printedExternalIP: printExternalIP(service, true),
    ...fields,
  };
}

function slicesOf({ slices }: ReportInput): ServiceReport['endpointSlices'] {
  const rows = slices.map((slice): ReportedSlice => {
    return {
      name: slice.meta.name,
      addressType: slice.addressType,
      ports: printSlicePorts(slice),
      endpoints: printSliceEndpoints(slice),
      managedBy: slice.managedBy,
      created: slice.meta.creationTimestamp,
    };
  });
  return first(
    rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    MOST.slices,
  );
}

function endpointsOf({ endpoints }: ReportInput): ServiceReport['endpoints'] {
  if (endpoints === null) return null;
  const { name, creationTimestamp } = endpoints.meta;
  return { name, endpoints: printEndpoints(endpoints), created: creationTimestamp };
}

function eventsOf({ events }: ReportInput): ServiceReport['events'] {
  const { list, leftOut } = first(events, MOST.events);
  return {
    leftOut,
    list: list.map(({ lastSeen, type, reason, involved, message, count }): ReportedEvent => {
      const object = `${involved.kind} ${namespacedName(involved)}`;
      return { lastSeen, type, reason, object, message: short(message), count };
    }),
  };
}
