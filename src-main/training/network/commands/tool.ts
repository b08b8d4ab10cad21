import type { IFileSystem } from 'just-bash';
import type { PodNetwork } from '../pod-network.ts';
import { resolveHost } from '../resolve-host.ts';
import type { PodFacts } from '../shell/pod-facts.ts';

/** What a command of ours is given. Nothing in it reaches the computer. */
export interface ToolContext {
  readonly args: readonly string[];
  readonly facts: PodFacts;
  readonly network: PodNetwork;
  readonly fs: IFileSystem;
  readonly cwd: string;
  /** Exported variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** Whether what is written to stdout is seen on a terminal. */
  readonly terminal: boolean;
  /** Ctrl-C, or the end of the session. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly out: (data: string | Uint8Array) => Promise<void>;
  readonly err: (data: string | Uint8Array) => Promise<void>;
}

/** Resolves with the exit code. */
export type Tool = (context: ToolContext) => Promise<number>;

/** What a process that SIGINT ended leaves. */
export const INTERRUPTED = 130;

/** After `ms`, or when the signal aborts; never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** What /etc/hosts of the Pod says. */
export function hostsOf(facts: PodFacts): ReadonlyMap<string, string> {
  return new Map([
    ['localhost', '127.0.0.1'],
    [facts.hostname, facts.podIP],
  ]);
}

/** IPv4 addresses of a name; empty where it is not known. */
export function resolve({ network, facts }: ToolContext, name: string): Promise<readonly string[]> {
  return resolveHost(network, facts.namespace, hostsOf(facts), name);
}
