import type { KubeObject } from '../../../src-main/training/cluster-api.ts';
import type { TerminalSession } from '../../../src-main/training/pod-runtime.ts';
import type { Scene } from './pods-behind-service.ts';

/** What `kubectl exec` shows, and what is typed into it. */
export interface Screen {
  readonly session: TerminalSession;
  text(): string;
  /** Resolves when the pattern stands in what was written from `from` on. */
  shows(pattern: RegExp | string, from?: number): Promise<string>;
  type(text: string): void;
}

/** A command in the container `main`, on a terminal or without one. */
export function openScreen(
  { network }: Pick<Scene, 'network'>,
  pod: KubeObject,
  command: readonly string[],
  tty: boolean,
): Screen {
  const session = network.exec(pod.metadata.uid, 'main', { command, stdin: true, tty });
  let text = '';
  const waiting = new Set<() => void>();
  session.onOutput((_stream, data) => {
    text += Buffer.from(data).toString('utf8');
    for (const look of waiting) look();
  });
  return {
    session,
    text: () => text,
    type: (keys) => session.write(Buffer.from(keys)),
    shows: (pattern, from = 0) =>
      new Promise((resolve) => {
        const look = (): void => {
          const rest = text.slice(from);
          if (typeof pattern === 'string' ? !rest.includes(pattern) : !pattern.test(rest)) return;
          waiting.delete(look);
          resolve(rest);
        };
        waiting.add(look);
        look();
      }),
  };
}
