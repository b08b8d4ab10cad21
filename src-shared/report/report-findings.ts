import { CATALOGUE } from '../findings/catalogue.ts';
import { commandLine, commandsOf, scopeOf } from '../findings/commands.ts';
import type { Finding } from '../findings/finding.ts';
import { lookOf } from '../findings/foremost.ts';
import { findingText } from '../messages/finding-text.ts';
import type { ReportedFinding } from './report.ts';
import type { ReportInput } from './report-input.ts';

/** One finding as its card shows it. */
export function reportFinding({ words, service, cluster }: ReportInput, finding: Finding): ReportedFinding {
  const { code, severity, stage, object, values } = finding;
  const look = lookOf(finding);
  const { show, mend } = commandsOf(finding, scopeOf(service, cluster.context));
  return {
    code,
    severity,
    look: {
      code: look,
      text: look === 'unknown' ? words.screens.findings.unknown : words.findings.severity[look],
    },
    stage,
    object,
    ...findingText(words.findings, finding),
    values,
    commands: { show: commandLine(show), mend: mend === null ? null : commandLine(mend) },
    source: CATALOGUE[code].source,
  };
}
