import type { LiveInput } from './live-input.ts';

/** The three streams of a shell, and Ctrl-C. */
export interface ShellIo {
  readonly input: LiveInput;
  readonly tty: boolean;
  /** Resolves as soon as there is room for more. */
  write(stream: 'stdout' | 'stderr', data: Uint8Array): Promise<void>;
  /** Aborted by Ctrl-C or the end of the session; another one from then on. */
  signal(): AbortSignal;
  /** Shows a file that was written (null: removed) to the container's other processes. */
  fileChanged(path: string, content: string | null): void;
  /** Runs the image's own server. Resolves with its exit code. */
  serve(argv: readonly string[]): Promise<number>;
  /** Lets the thread hear of Ctrl-C, and rest where it has had more than its part of the processors. */
  turn(): Promise<void>;
  /** Ends the shell where it holds too much, before its thread's own limit would take the whole process down. */
  checkMemory(): void;
}
