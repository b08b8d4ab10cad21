/**
 * Cluster text for a file or a clipboard: what would act on a reader or a terminal (control characters, line and paragraph
 * separators, bidirectional overrides, zero-width characters) becomes a mark that can be seen. The pages' primitives do the
 * same, and know nothing of this layer: a test holds both together.
 */
export function visibleText(text: string): string {
  return text.replace(ACTING, markOf);
}

/** The same in the strings of a JSON text, as escapes of JSON: what is read from it is unchanged. */
export function visibleJson(json: string): string {
  return json.replace(ACTING_BEYOND_ASCII, (character) => `\\u${hexOf(character).toLowerCase()}`);
}

const BEYOND_ASCII = '\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';
const ACTING = new RegExp(`[\\u0000-\\u001f${BEYOND_ASCII}]`, 'gu');
// JSON.stringify escapes the others.
const ACTING_BEYOND_ASCII = new RegExp(`[${BEYOND_ASCII}]`, 'gu');

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // Unicode has a picture of each C0 control: U+241B shows ESC.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\u27e8U+${hexOf(character)}\u27e9`;
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
