import { spawn } from 'node:child_process';

/** A command on a terminal of its own. */
export interface PtyCommand {
  text(): string;
  type(keys: string): void;
  /** Resolves with what was shown from `from` on, as soon as the pattern stands in it. */
  shows(pattern: RegExp, from?: number): Promise<string>;
  readonly ended: Promise<number | null>;
  kill(): void;
}

const PATIENCE_MS = 60_000;

/** Runs a line of sh on a pseudo-terminal, that of script(1) of util-linux. */
export function onTerminal(line: string): PtyCommand {
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    env: { ...process.env, SHELL: '/bin/sh', TERM: 'xterm' },
  });
  let text = '';
  const waiting = new Set<() => void>();
  const add = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  child.stdin.on('error', () => undefined);
  return {
    text: () => text,
    type: (keys) => child.stdin.write(keys),
    shows: (pattern, from = 0) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${String(pattern)} is not in what was shown: ${JSON.stringify(text.slice(from))}`));
        }, PATIENCE_MS);
        const look = (): void => {
          const rest = text.slice(from);
          if (!pattern.test(rest)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(rest);
        };
        waiting.add(look);
        look();
      }),
    ended: new Promise((resolve) => child.once('close', resolve)),
    kill: () => child.kill('SIGKILL'),
  };
}
