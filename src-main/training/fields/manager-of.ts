/** In bytes. Source: apimachinery validation.FieldManagerMaxLength. */
export const LONGEST_MANAGER = 128;

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** The first character of a name that may not be in it, with its place in bytes. */
export function unprintableIn(manager: string): { readonly character: string; readonly position: number } | undefined {
  const found = UNPRINTABLE.exec(manager);
  if (found === null) return undefined;
  return { character: found[0], position: Buffer.byteLength(manager.slice(0, found.index)) };
}

/** Who writes: the name a client gives, or else its program's. Source: apiserver handlers/create.go managerOrUserAgent. */
export function managerOf(given: string, userAgent: string): string {
  const program = given === '' ? printable(userAgent.split('/')[0] ?? '') : given;
  return program === '' ? 'unknown' : program;
}

function printable(text: string): string {
  let result = '';
  for (const character of text) {
    if (UNPRINTABLE.test(character)) continue;
    if (Buffer.byteLength(result + character) > LONGEST_MANAGER) break;
    result += character;
  }
  return result;
}
