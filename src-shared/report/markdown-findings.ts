import { namespacedName } from '../kube/object-key.ts';
import type { Messages } from '../messages/en.ts';
import { code, codeCell, fenced, plain, table } from './markdown-text.ts';
import type { ReportedFinding, ServiceReport } from './report.ts';

/** Each finding as a heading, what it means, the two values, what to do, and the commands. */
export function findingsMarkdown({ findings }: ServiceReport, words: Messages): readonly string[] {
  const { text } = words.report;
  if (findings === null) return [text.reading, ''];
  if (findings.length === 0) return [text.nothing, ''];
  return findings.flatMap((finding, index) => findingMarkdown(finding, index + 1, words));
}

/** Where nothing is to be mended, nothing. */
function mending({ commands, severity }: ReportedFinding, titles: Messages['findings']['commands']): readonly string[] {
  if (commands.mend !== null) return [`# ${titles.mend}`, commands.mend];
  return severity === 'info' ? [] : [`# ${titles.none}`];
}

function findingMarkdown(finding: ReportedFinding, place: number, words: Messages): readonly string[] {
  const { object, values, commands, source } = finding;
  const screen = words.screens.findings;
  const where = [`${object.kind} ${namespacedName(object)}`, ...(object.field === null ? [] : [object.field])];
  const titles = words.findings.commands;
  return [
    `### ${String(place)}. ${plain(finding.look.text)}: ${plain(finding.title)}`,
    '',
    `${screen.object}: ${where.map(code).join(', ')} (${code(finding.code)})`,
    '',
    plain(finding.explanation),
    '',
    ...(values === null
      ? []
      : table(
          [words.findings.values.expected, words.findings.values.found],
          [[codeCell(values.expected), codeCell(values.found)]],
        )),
    `**${screen.what}:** ${plain(finding.next)}`,
    '',
    ...fenced([`# ${titles.show}`, commands.show, ...mending(finding, titles)], 'sh'),
    `${screen.source}: ${plain(source.text)}, <${source.url}>`,
    '',
  ];
}
