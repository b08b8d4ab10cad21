/**
 * Cluster text as it may be shown: what would act on the reader (control characters, line and paragraph separators,
 * bidirectional overrides, zero-width characters) becomes a mark that can be seen. Markup needs nothing: it is only ever text.
 */
export function visibleText(text: string): string {
  // The test keeps the common case, a clean name, to one pass and no allocation.
  return ACTING.test(text) ? text.replace(ACTING_ALL, markOf) : text;
}

/** The same for text of several lines (YAML, messages): line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(visibleText).join('\t'))
    .join('\n');
}

const SOURCE =
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]';
const ACTING = new RegExp(SOURCE, 'u');
const ACTING_ALL = new RegExp(SOURCE, 'gu');

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // Unicode has a picture of each C0 control: U+241B shows ESC.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}
