import { failureText } from '../messages/failure-text.ts';
import { caveatText, verdictText } from '../messages/traffic-text.ts';
import { judge } from '../traffic/affinity.ts';
import { latencyQuantile } from '../traffic/latency-histogram.ts';
import type { RunSide } from '../traffic/run-update.ts';
import { sideCounts } from '../traffic/side-counts.ts';
import { first, last, MOST, short, timeOf } from './bounds.ts';
import type { Coded, ReportedRun, ReportedSide, ServiceReport } from './report.ts';
import type { ReportInput, RunSeen } from './report-input.ts';

/** The latest runs of the Service, with the numbers the Traffic page shows. */
export function reportRuns(input: ReportInput): ServiceReport['runs'] {
  const { list, leftOut } = last(input.runs, MOST.runs);
  return { list: list.toReversed().map((run) => runOf(input, run)), leftOut };
}

function runOf({ words, clockSkewMs }: ReportInput, run: RunSeen): ReportedRun {
  const { status, began, endedAt } = run;
  const { port, scheme, path, requests, rate, timeoutMs, newConnection, affinity, identify } = status.request;
  const { form, results } = words.screens.traffic;
  const failed = status.phase.phase === 'ended' && status.phase.outcome.kind === 'failed' ? status.phase.outcome : null;
  const failure = failed === null ? null : failureText(words.failures, failed.failure);
  return {
    heardOf: timeOf(began + clockSkewMs),
    ended: endedAt === null ? null : timeOf(endedAt + clockSkewMs),
    phase: phaseOf(words, run),
    failure: failure === null ? null : short(`${failure.what} ${failure.why}`),
    request: { port, scheme, path: short(path), requests, rate, timeoutMs, newConnection },
    affinity: { code: affinity, text: form.affinities[affinity] },
    identifiedBy: { code: identify.by, text: form.identifies[identify.by] },
    vantage: results.vantage(status.clients.length),
    clients: status.clients,
    sides: status.sides.map((side) => sideOf(words, run, side)),
    caveats: status.caveats.map((caveat) => ({ code: caveat.code, text: short(caveatText(words.traffic, caveat)) })),
  };
}

function phaseOf({ screens }: ReportInput['words'], { status: { phase } }: RunSeen): Coded<string> {
  const { phases } = screens.traffic.run;
  if (phase.phase === 'ended') return { code: phase.outcome.kind, text: phases[phase.outcome.kind] };
  return { code: phase.phase, text: screens.traffic.another };
}

function sideOf(words: ReportInput['words'], run: RunSeen, side: RunSide): ReportedSide {
  const { status } = run;
  const tally = run.tally(side.affinity);
  const counts = sideCounts(status, side, tally);
  const verdict = judge(tally, { ...status, logged: side.logged });
  return {
    sessionAffinity: side.affinity,
    service: side.service,
    twin: side.service !== status.request.service,
    clusterIP: side.clusterIP,
    asked: counts.asked,
    answers: counts.answers,
    pods: first(
      counts.pods.map(({ pod, byClient, answers }) => ({ pod, byClient, answers })),
      MOST.podsOfRun,
    ),
    unidentified: counts.unidentified,
    failed: counts.failed,
    failures: [...tally.failures].map(([code, count]) => ({ code, text: words.traffic.error[code].label, count })),
    missing: counts.missing,
    statuses: [...tally.statuses].filter(([status]) => status >= 400).map(([code, count]) => ({ status: code, count })),
    latency: {
      p50: milliseconds(latencyQuantile(tally.latency, 0.5)),
      p99: milliseconds(latencyQuantile(tally.latency, 0.99)),
    },
    verdict: { code: verdict.kind, text: short(verdictText(words.traffic, verdict)) },
  };
}

/** What is measured is good to 1 %. */
function milliseconds(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}
