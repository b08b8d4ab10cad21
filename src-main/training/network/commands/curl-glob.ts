interface GlobError {
  readonly error: string;
}

type Part =
  | readonly string[]
  | { readonly from: number; readonly to: number; readonly step: number; readonly width: number }
  | Letters;
interface Letters {
  readonly letters: readonly string[];
}

/** More addresses than this are not counted through one by one: curl's own limit is far away too. */
const MAX_SET = 10_000;

/** curl's URL globbing: `[1-9]`, `[01-20:2]`, `[a-f]`, `{a,b}`; a backslash takes a character as it is. */
export function expandGlob(url: string): Iterable<string> | GlobError {
  const parts: Part[] = [];
  let text = '';
  for (let index = 0; index < url.length; index += 1) {
    const character = url.charAt(index);
    if (character === '\\' && '{}[]'.includes(url.charAt(index + 1))) {
      index += 1;
      text += url.charAt(index);
    } else if (character === '{' || (character === '[' && !isIpv6(url.slice(index)))) {
      const end = url.indexOf(character === '{' ? '}' : ']', index);
      if (end === -1)
        return { error: `${character === '{' ? 'unmatched brace' : 'bad range'} in URL position ${index + 1}` };
      const inside = url.slice(index + 1, end);
      const part = character === '{' ? inside.split(',') : readRange(inside);
      if (part === null) return { error: `bad range in URL position ${index + 2}` };
      parts.push([text], part);
      text = '';
      index = end;
    } else if (character === '[') {
      const end = url.indexOf(']', index);
      text += url.slice(index, end + 1);
      index = end;
    } else if (character === '}' || character === ']') {
      return { error: `unmatched close brace/bracket in URL position ${index + 1}` };
    } else text += character;
  }
  return combine([...parts, [text]]);
}

function isIpv6(text: string): boolean {
  return /^\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\w]+)?\]/.test(text);
}

function readRange(inside: string): Part | null {
  const numbers = /^(\d+)-(\d+)(?::(\d+))?$/.exec(inside);
  if (numbers !== null) {
    const [, from = '', to = '', step = '1'] = numbers;
    if (Number(to) < Number(from) || Number(step) < 1) return null;
    return { from: Number(from), to: Number(to), step: Number(step), width: from.startsWith('0') ? from.length : 0 };
  }
  const letters = /^([a-zA-Z])-([a-zA-Z])(?::(\d+))?$/.exec(inside);
  const from = letters?.[1]?.charCodeAt(0) ?? 0;
  const to = letters?.[2]?.charCodeAt(0) ?? -1;
  if (to < from || to - from > MAX_SET) return null;
  const step = Number(letters?.[3] ?? 1);
  return {
    letters: Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => String.fromCharCode(from + n * step)),
  };
}

function* combine(parts: readonly Part[]): Generator<string> {
  const [first, ...rest] = parts;
  if (first === undefined) {
    yield '';
    return;
  }
  for (const head of valuesOf(first)) for (const tail of combine(rest)) yield head + tail;
}

function* valuesOf(part: Part): Generator<string> {
  if ('letters' in part) yield* part.letters;
  else if ('from' in part) {
    for (let n = part.from; n <= part.to; n += part.step) yield String(n).padStart(part.width, '0');
  } else yield* part;
}
