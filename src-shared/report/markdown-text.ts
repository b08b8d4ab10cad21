import { visibleText } from '../kube/visible-text.ts';

// Text that others wrote, as Markdown that shows it as it is, in CommonMark and GitHub's tables: no markup, no HTML, no
// link of theirs takes effect. All of it is one line: line ends are marks by then.

/** What has a meaning anywhere in a line. `|` ends a cell, `$` begins a formula on GitHub. */
const SPECIAL = /[\\`*_{}[\]<>|~&$]/g;
/** What has one at the beginning of a line: headings, lists, quotes, underlines. */
const LEADING = /^(?=[#+=-])|^(\d+)(?=[.)])/;

/** What stands between words, and never in a code span of a table. */
const BETWEEN = /([\s|<>"]+)/;
/** What GitHub makes a link of, or tells somebody of, however it is escaped: addresses, mentions, numbers of issues. */
const LINKING = /:\/\/|www\.|@\w|#\d/i;

/** A sentence, or a value among words. */
export function plain(text: string): string {
  const escaped = (part: string): string => (LINKING.test(part) ? code(part) : part.replace(SPECIAL, '\\$&'));
  return visibleText(text).trim().split(BETWEEN).map(escaped).join('').replace(LEADING, '$1\\');
}

/** A name or value, set off from words. */
export function code(text: string): string {
  const shown = visibleText(text);
  if (shown.trim() === '') return '–';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^[ `]|[ `]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The same in a cell, where a `|` ends a code span too and can be escaped in plain text alone. */
export function codeCell(text: string): string {
  return text.includes('|') ? plain(text) : code(text);
}

/** Lines that are shown as they are. */
export function fenced(lines: readonly string[], language: string): readonly string[] {
  const shown = lines.map(visibleText);
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${fence}${language}`, ...shown, fence, ''];
}

/** Cells are Markdown already. Nothing where there are no rows. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line), ''];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
