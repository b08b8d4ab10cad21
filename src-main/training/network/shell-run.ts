import type { Clock } from '../clock.ts';
import { exitOf, SIGKILL_EXIT, type ContainerRun } from './container-run.ts';
import type { ShellSession } from './shell/shell-session.ts';

/** A container whose program is a shell script or a command: its output is the container's log. */
export function runSession(session: ShellSession, clock: Clock, log: (data: Uint8Array) => void): ContainerRun {
  let stopping = false;
  session.onOutput((_stream, data) => log(data));
  return {
    session,
    exited: session.exited.then((code) => exitOf(stopping ? SIGKILL_EXIT : code)),
    stop: (graceMs) => {
      stopping = true;
      // As the first process of a container a shell does not hear SIGTERM, and its commands are sent none.
      clock.after(graceMs, () => session.close());
    },
  };
}
