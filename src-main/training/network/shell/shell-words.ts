/** One word for the shell, whatever is in it. */
export function quoteWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export type Invocation =
  | { readonly kind: 'script'; readonly text: string; readonly positional: readonly string[] }
  | { readonly kind: 'interactive' }
  | { readonly kind: 'from-stdin' };

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

export function baseName(executable: string): string {
  return executable.slice(executable.lastIndexOf('/') + 1);
}

export function isShell(executable: string): boolean {
  return SHELLS.has(baseName(executable));
}

/** What an argument vector asks a shell to do; one that names no shell is a script of one command. */
export function readInvocation(argv: readonly string[], tty: boolean): Invocation {
  const [executable = '', ...args] = argv;
  if (!isShell(executable)) return { kind: 'script', text: argv.map(quoteWord).join(' '), positional: [] };
  const options: string[] = [];
  while (args[0]?.startsWith('-') === true || args[0]?.startsWith('+') === true) options.push(args.shift() ?? '');
  const letters = options.filter((option) => !option.startsWith('--')).join('');
  if (letters.includes('c')) {
    const [text = '', , ...positional] = args;
    return { kind: 'script', text: letters.includes('e') ? `set -e\n${text}` : text, positional };
  }
  if (args.length > 0 && !letters.includes('s')) {
    return { kind: 'script', text: `. ${args.map(quoteWord).join(' ')}`, positional: [] };
  }
  return tty || letters.includes('i') ? { kind: 'interactive' } : { kind: 'from-stdin' };
}

/** Whether more lines are needed before this is a script. @param failure what the parser says of it, if anything */
export function isIncomplete(text: string, failure: string | undefined): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text) || /(\||&&)\s*$/.test(text)) return true;
  const here = /<<(-?)\s*(['"]?)(\w+)\2/.exec(text);
  if (here !== null && !new RegExp(`^${here[1] === '-' ? '\\t*' : ''}${here[3] ?? ''}$`, 'm').test(text)) return true;
  if (failure === undefined) return false;
  if (/unexpected EOF|got EOF/.test(failure)) return true;
  const place = /Parse error at (\d+):(\d+)/.exec(failure);
  const lines = text.split('\n');
  // An error behind the last character: something is still to come.
  return place !== null && Number(place[1]) >= lines.length && Number(place[2]) > (lines.at(-1)?.length ?? 0);
}
