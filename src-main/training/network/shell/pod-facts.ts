import type { ShellKind } from '../programs/program.ts';

/** What a shell knows of the Pod it is in. Crosses to the worker thread as it is. */
export interface PodFacts {
  readonly hostname: string;
  readonly podIP: string;
  readonly namespace: string;
  readonly shell: ShellKind;
  readonly tools: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Path and content of what is mounted. */
  readonly files: readonly (readonly [path: string, content: string])[];
  /** The image's own servers, by executable. */
  readonly servers: readonly string[];
  /** What the container's first process is called in `ps`. */
  readonly firstProcess: string;
}

/** What an interactive shell is made of between two lines. Crosses between threads as it is. */
export interface KeptShell {
  readonly cwd: string;
  /** A script that sets them. */
  readonly variables: string;
  readonly functions: readonly (readonly [name: string, text: string])[];
  readonly lastExit: number;
  readonly history: readonly string[];
}

export interface ShellStart {
  readonly facts: PodFacts;
  readonly argv: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
  /** An interactive shell goes on from here. */
  readonly kept?: KeptShell;
}
