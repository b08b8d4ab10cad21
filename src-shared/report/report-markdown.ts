import type { WatchedKind } from '../kube/object-key.ts';
import type { Messages } from '../messages/en.ts';
import { findingsMarkdown } from './markdown-findings.ts';
import { eventsMarkdown, historyMarkdown } from './markdown-history.ts';
import { membersMarkdown } from './markdown-members.ts';
import { runsMarkdown } from './markdown-runs.ts';
import { endpointsMarkdown, serviceMarkdown, slicesMarkdown } from './markdown-service.ts';
import { code, plain } from './markdown-text.ts';
import type { ReportedWatch, ServiceReport } from './report.ts';

/** A report as Markdown: CommonMark with GitHub's tables, in the words of the language the report is in. */
export function reportMarkdown(report: ServiceReport, words: Messages): string {
  const { screens } = words;
  const section = (heading: string, kinds: readonly WatchedKind[], body: readonly string[]): readonly string[] => [
    `## ${heading}`,
    '',
    ...notLive(report, words, kinds),
    ...body,
  ];
  const behind = ['Service', 'EndpointSlice', 'Pod'] as const;
  const others = report.watches.map(({ kind }) => kind).filter((kind) => kind !== 'Namespace' && kind !== 'Event');
  const lines = [
    ...head(report, words),
    ...section(screens.findings.tab, others, findingsMarkdown(report, words)),
    ...section(words.report.text.service, ['Service'], serviceMarkdown(report, words)),
    ...section(screens.service.tabs.members, behind, membersMarkdown(report, words)),
    ...section(screens.service.endpoints.slices, ['EndpointSlice'], slicesMarkdown(report, words)),
    ...section(screens.service.endpoints.title, ['Endpoints', 'EndpointSlice'], endpointsMarkdown(report, words)),
    ...section(words.report.text.runs, [], runsMarkdown(report, words)),
    ...section(words.history.tab, ['Service', 'EndpointSlice'], historyMarkdown(report, words)),
    ...section(screens.service.tabs.events, ['Event'], eventsMarkdown(report, words)),
    '---',
    '',
    words.report.text.footer,
  ];
  const once = lines.filter((line, index) => line !== '' || lines[index - 1] !== '');
  return `${once.join('\n')}\n`;
}

function head(report: ServiceReport, { report: { text: words }, screens }: Messages): readonly string[] {
  const { cluster, service, watches } = report;
  const version = cluster.version === null ? words.versionUnknown : words.kubernetes(cluster.version);
  const live = watches.filter(isLive).map(({ kind }) => kind);
  const { shell, connect } = screens;
  return [
    `# Service ${code(`${service.namespace}/${service.name}`)}`,
    '',
    `- ${words.written}: ${plain(words.writtenBy(report.written, report.app.version))}`,
    `- ${shell.context}: ${code(cluster.context)}`,
    `- ${connect.cluster}: ${code(cluster.name)}, ${plain(version)}`,
    `- ${words.watched}: ${cluster.namespace === null ? shell.allNamespaces : code(cluster.namespace)}`,
    `- ${words.live}: ${live.length === 0 ? '–' : live.join(', ')}`,
    ...watches
      .filter((watch) => !isLive(watch))
      .map(({ kind, text, since, reason }) => {
        const state = since === null ? text : words.since(text, since);
        return `- **${words.notLive}: ${kind}.** ${plain(state)}.${reason === null ? '' : ` ${plain(reason)}`}`;
      }),
    '',
  ];
}

/** Of a section: what in it must not be taken for live. */
function notLive(
  { watches }: ServiceReport,
  { report: { text: words } }: Messages,
  kinds: readonly WatchedKind[],
): readonly string[] {
  const others = watches.filter((watch) => kinds.includes(watch.kind) && !isLive(watch));
  if (others.length === 0) return [];
  const named = others.map(({ kind, text }) => `${kind} (${plain(text)})`).join('; ');
  return [`> ⚠ ${words.sectionNotLive(named)}`, ''];
}

function isLive({ phase }: ReportedWatch): boolean {
  return phase === 'synced';
}
