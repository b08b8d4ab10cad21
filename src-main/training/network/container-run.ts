import type { ContainerExit } from '../pod-runtime.ts';
import type { ShellSession } from './shell/shell-session.ts';

/** One run of a container's program, whatever it is. */
export interface ContainerRun {
  readonly exited: Promise<ContainerExit>;
  /** SIGTERM now, SIGKILL after `graceMs`. */
  stop(graceMs: number): void;
  /** Where the program is a shell: what attach joins. */
  readonly session: ShellSession | undefined;
}

/** Exit code of a process that SIGKILL ended: 128 and the signal's number. */
export const SIGKILL_EXIT = 137;

export function exitOf(exitCode: number): ContainerExit {
  return { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' };
}

/** The container never came to run: the runtime has no such executable. */
export function neverStarted(executable: string): ContainerRun {
  const message =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
    `unable to start container process: error during container init: exec: "${executable}": ` +
    `${executable.includes('/') ? `stat ${executable}: no such file or directory` : 'executable file not found in $PATH'}: unknown`;
  return ended({ exitCode: 128, reason: 'StartError', message });
}

export function ended(exit: ContainerExit): ContainerRun {
  return { exited: Promise.resolve(exit), stop: () => undefined, session: undefined };
}
