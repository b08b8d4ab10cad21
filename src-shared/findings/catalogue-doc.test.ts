import { expect, it } from 'vitest';
import { POD_CASES } from '../../test/support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../../test/support/findings/cases-traffic.ts';
import { inputOf } from '../../test/support/findings/world.ts';
import { findingText } from '../messages/finding-text.ts';
import { findingsEn } from '../messages/findings.en.ts';
import { CATALOGUE } from './catalogue.ts';
import { commandLine, commandsOf } from './commands.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { STAGES } from './finding.ts';

const CASES = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES];
const SCOPE = { context: 'CONTEXT', namespace: 'default', service: 'web', hasSelector: true };

const HEAD = `# Findings

Everything ServiceScope finds wrong with a Service, or worth knowing, in the order of the debug path. Each entry is shown
as it reads for one example: Service \`web\`. The first command shows it, the second mends it; where an error or a warning
has no second one, no single command mends it. Generated from \`src-shared/findings\` by its tests; after a change run
\`npx vitest run --project unit src-shared/findings/catalogue-doc -u\`.
`;

it('docs/findings.md is what catalogue, sentences and commands say', async () => {
  await expect(documented()).toMatchFileSnapshot('../../docs/findings.md');
});

function documented(): string {
  const examples = CASES.flatMap(({ code, raised }) => diagnose(inputOf(raised)).filter((each) => each.code === code));
  const stages = STAGES.map((stage) => {
    const entries = examples.filter((each) => each.stage === stage).map(entry);
    return [`## ${findingsEn.stage[stage]}`, ...entries].join('\n\n');
  });
  return `${[HEAD, ...stages].join('\n')}\n`.replaceAll('\n## ', '\n\n## ').replaceAll(/\n{3,}/g, '\n\n');
}

function entry(finding: Finding): string {
  const { rule, severity, source } = CATALOGUE[finding.code];
  const { title, explanation, next } = findingText(findingsEn, finding);
  const { show, mend } = commandsOf(finding, SCOPE);
  const field = finding.object.field === null ? '' : `, \`${finding.object.field}\``;
  return [
    `### ${finding.code}`,
    `${rule}, ${findingsEn.severity[severity].toLowerCase()}; ${finding.object.kind}${field}. Source: [${source.text}](${source.url})`,
    `**${escaped(title)}** ${escaped(explanation)} _${escaped(next)}_`,
    ...(finding.values === null ? [] : [disagreement(finding.values)]),
    `\`\`\`sh\n${[show, ...(mend === null ? [] : [mend])].map(commandLine).join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function disagreement({ expected, found }: NonNullable<Finding['values']>): string {
  const { values } = findingsEn;
  return `${values.expected}: \`${expected}\`. ${values.found}: \`${found}\`.`;
}

function escaped(text: string): string {
  return text.replaceAll(/[*_<]/g, String.raw`\$&`);
}
