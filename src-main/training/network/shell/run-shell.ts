import { parse } from 'just-bash';
import type { PodNetwork } from '../pod-network.ts';
import type { KeptShell, PodFacts, ShellStart } from './pod-facts.ts';
import type { ShellIo } from './shell-io.ts';
import { Shell } from './shell.ts';
import { baseName, isIncomplete, readInvocation } from './shell-words.ts';
import type { Terminal } from './terminal.ts';

/** What a session's thread gives the shell: its streams and, with a tty, the line at the prompt. */
export interface ShellHost {
  readonly io: ShellIo;
  readonly terminal: Terminal | undefined;
  /** After a line, and after Ctrl-C at the prompt: what comes next has a signal of its own. */
  readonly renew: () => void;
  /** Told what an interactive shell is before each line. */
  readonly keep: (kept: KeptShell) => void;
  readonly now: () => number;
}

/** Runs what the argument vector asks for, from start to end. Resolves with the exit code. */
export async function runShell(start: ShellStart, network: PodNetwork, host: ShellHost): Promise<number> {
  const shell = new Shell(start, network, host.io, host.now);
  const invocation = readInvocation(start.argv, start.tty && start.stdin);
  switch (invocation.kind) {
    case 'script':
      return shell.script(invocation.text, invocation.positional);
    case 'interactive':
      return host.terminal === undefined ? fromStdin(shell, host) : interactive(shell, host, host.terminal, start);
    case 'from-stdin':
      return start.stdin ? fromStdin(shell, host) : 0;
  }
}

async function interactive(shell: Shell, host: ShellHost, terminal: Terminal, start: ShellStart): Promise<number> {
  const isBash = baseName(start.argv[0] ?? '') === 'bash';
  const keep = (): void => host.keep({ ...shell.kept, history: terminal.history });
  let text = '';
  for (;;) {
    keep();
    const typed = await terminal.readLine(text === '' ? promptOf(shell, start.facts, start.argv[0] ?? '') : '> ');
    if (typed.kind === 'end') {
      await host.io.write('stdout', Buffer.from(isBash ? 'exit\n' : '\n'));
      return shell.lastExit;
    }
    if (typed.kind === 'interrupt') {
      text = '';
      host.renew();
      continue;
    }
    text = text === '' ? typed.text : `${text}\n${typed.text}`;
    if (text.trim() === '') text = '';
    if (text === '' || isIncomplete(text, parseFailure(text))) continue;
    keep();
    const ran = await shell.line(text);
    host.renew();
    if (ran.kind === 'left') {
      // An interactive bash says that it leaves (builtins/exit.def), ash and dash do not.
      if (isBash && /\bexit\b/.test(text)) await host.io.write('stdout', Buffer.from('exit\n'));
      return ran.exitCode;
    }
    text = '';
  }
}

/** `kubectl exec -i POD -- sh < script`: line by line, as a shell reads a script that is not all there yet. */
async function fromStdin(shell: Shell, { io, renew }: ShellHost): Promise<number> {
  let text = '';
  for (;;) {
    const line = (await io.input.readLine(io.signal())).toString('utf8');
    text += line;
    const whole = text.replace(/\n$/, '');
    const ended = line === '';
    if (whole.trim() !== '' && (ended || !isIncomplete(whole, parseFailure(whole)))) {
      const ran = await shell.line(whole);
      renew();
      text = '';
      if (ran.kind === 'left') return ran.exitCode;
    }
    if (ended) return shell.lastExit;
  }
}

function parseFailure(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** As the images have it: Alpine's bash, Debian's bash, busybox' ash, dash. */
function promptOf(shell: Shell, facts: PodFacts, executable: string): string {
  const cwd = shell.cwd === facts.env.HOME ? '~' : shell.cwd;
  if (baseName(executable) !== 'bash') return facts.shell === 'debian' ? '# ' : `${cwd} # `;
  return facts.shell === 'debian' ? `root@${facts.hostname}:${cwd}# ` : 'bash-5.1# ';
}
