import type { Messages } from '../messages/en.ts';
import { code, codeCell, plain, table } from './markdown-text.ts';
import type { ReportedRun, ReportedSide, ServiceReport } from './report.ts';

/** The latest runs: what was asked, from where, and for each side who answered. */
export function runsMarkdown({ runs }: ServiceReport, words: Messages): readonly string[] {
  const { text } = words.report;
  if (runs.list.length === 0) return [text.noRun, ''];
  return [
    ...runs.list.flatMap((run) => runMarkdown(run, words)),
    ...(runs.leftOut === 0 ? [] : [text.leftOutOlder(runs.leftOut), '']),
  ];
}

function runMarkdown(run: ReportedRun, words: Messages): readonly string[] {
  const { text } = words.report;
  const { form, results } = words.screens.traffic;
  const { requests, rate, scheme, port, path, timeoutMs, newConnection } = run.request;
  const asked = [
    text.perSide(requests, rate),
    text.to(scheme, port, path),
    text.timeout(timeoutMs),
    newConnection ? text.newConnection : text.keepAlive,
  ];
  return [
    `### ${run.ended === null ? text.runGoesOn : text.run(run.ended)}: ${plain(run.phase.text)}`,
    '',
    ...(run.failure === null ? [] : [plain(run.failure), '']),
    `- ${text.request}: ${plain(asked.join('; '))}`,
    `- ${form.affinity}: ${plain(run.affinity.text)}`,
    `- ${form.identify}: ${plain(run.identifiedBy.text)}`,
    `- ${plain(run.vantage)}`,
    ...run.clients.map(({ name, ip, node }, index) => {
      const place = [ip, node].filter((each) => each !== null).map(code);
      return `- ${results.client} ${String(index + 1)}: ${[code(name), ...place].join(', ')}`;
    }),
    ...run.caveats.map((caveat) => `- ${plain(caveat.text)}`),
    '',
    ...run.sides.flatMap((side) => sideMarkdown(side, run, words)),
  ];
}

function sideMarkdown(side: ReportedSide, run: ReportedRun, words: Messages): readonly string[] {
  const { text } = words.report;
  const { results } = words.screens.traffic;
  const { number } = words.kube;
  const failures = [
    ...side.failures.map(({ text: label, count }) => `${label} ${number(count)}`),
    ...side.statuses.map(({ status, count }) => `${results.status(status)} ${number(count)}`),
  ];
  const milliseconds = (value: number | null): string => (value === null ? '–' : results.milliseconds(String(value)));
  return [
    `#### ${results.side(side.sessionAffinity)} (${side.twin ? results.twin : results.own})`,
    '',
    `${code(side.service)}, ${code(side.clusterIP)}`,
    '',
    `**${text.verdict}:** ${plain(side.verdict.text)}`,
    '',
    ...table(
      [results.pod, ...run.clients.map((_, index) => `${results.client} ${String(index + 1)}`), results.total],
      side.pods.list.map(({ pod, byClient, answers }) => [codeCell(pod), ...byClient.map(number), number(answers)]),
    ),
    ...(side.pods.leftOut === 0 ? [] : [text.leftOut(side.pods.leftOut), '']),
    `- ${text.asked}: ${number(side.asked)}`,
    `- ${text.answered}: ${number(side.answers)}`,
    `- ${results.unidentified}: ${number(side.unidentified)}`,
    `- ${results.failed}: ${number(side.failed)}`,
    ...(failures.length === 0 ? [] : [`- ${results.errors}: ${plain(failures.join(', '))}`]),
    `- ${run.ended === null ? results.onTheWay : results.unaccounted}: ${number(side.missing)}`,
    `- ${results.latency}: ${results.p50} ${milliseconds(side.latency.p50)}, ${results.p99} ${milliseconds(side.latency.p99)}`,
    '',
  ];
}
