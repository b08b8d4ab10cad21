const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * One word of a POSIX shell, whatever it holds: a copied command does what it says. Control characters are written as
 * `$'…'` escapes, which bash, zsh and ksh read, so that pasting one acts on no terminal.
 */
export function shellQuote(word: string): string {
  if (PLAIN.test(word)) return word;
  const acting = Array.from(word).some((character) => isControl(character.codePointAt(0) ?? 0));
  if (!acting) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${Array.from(word).map(escaped).join('')}'`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "'" || character === '\\') return `\\${character}`;
  if (code < 0x80) return isControl(code) ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  return isControl(code) ? `\\u${code.toString(16).padStart(4, '0')}` : character;
}

function isControl(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f)
  );
}
