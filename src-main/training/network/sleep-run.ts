import { sleepMs } from './commands/sleep.ts';
import type { Clock } from '../clock.ts';
import { exitOf, SIGKILL_EXIT, type ContainerRun } from './container-run.ts';
import { isShell } from './shell/shell-words.ts';

/** The longest a timer of Node.js can wait. */
const MAX_MS = 2 ** 31 - 1;

/**
 * How long a command line does nothing but sleep; null where it does more. Client Pods sleep, and a hundred of them
 * should not be a hundred threads.
 */
export function idleMs(argv: readonly string[]): number | null {
  const [executable = '', ...args] = argv;
  if (isShell(executable)) {
    const [option = '', text = ''] = args;
    if (args.length !== 2 || !/^-\w*c$/.test(option)) return null;
    const loop = /^\s*while (?:true|:|\[ 1 \]);? ?do (.+?);? ?done;?\s*$/s.exec(text);
    if (loop !== null) return idleMs(words(loop[1] ?? '')) === null ? null : Infinity;
    return idleMs(words(text.replace(/;\s*$/, '')));
  }
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  if (name === 'tail' && args.join(' ') === '-f /dev/null') return Infinity;
  return name === 'sleep' && args.length === 1 ? sleepMs(args[0] ?? '') : null;
}

/** A command with nothing that means something to a shell; otherwise no word at all. */
function words(text: string): readonly string[] {
  const trimmed = text.trim().replace(/^exec\s+/, '');
  return /^[\w./ -]+$/.test(trimmed) ? trimmed.split(/\s+/) : [];
}

/** As the first process of a container sleep does not hear SIGTERM: the kernel gives PID 1 no default action. */
export function startSleep(ms: number, clock: Clock): ContainerRun {
  let settle: (exitCode: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => {
    settle = resolve;
  }).then(exitOf);
  const cancel = ms > MAX_MS ? undefined : clock.after(ms, () => settle(0));
  return {
    exited,
    session: undefined,
    stop: (graceMs) => {
      clock.after(Math.min(graceMs, MAX_MS), () => {
        cancel?.();
        settle(SIGKILL_EXIT);
      });
    },
  };
}
