import { REASONS } from './differences.ts';

const BEGIN = '<!-- differences: written by `npm test -- real differences` with WRITE_DOCS=1 -->';
const END = '<!-- /differences -->';

/** docs/training.md with the list of what differs, as differences.ts has it. */
export function withDifferences(page: string): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`docs/training.md has lost its marks: ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n\n${list()}\n\n${END}${after}`;
}

function list(): string {
  return REASONS.flatMap(([why, cases]) => [`- ${why}`, ...Object.keys(cases).map((name) => `  - ${name}`)]).join('\n');
}
