import type { Service } from '../kube/service.ts';
import { shellQuote } from '../kube/shell-quote.ts';
import type { CommandWords } from './command-words.ts';
import { COMMAND_WORDS } from './command-words.ts';
import type { Finding } from './finding.ts';

/** A program and its arguments: what is run, without a shell. */
export type Command = readonly string[];

export interface FindingCommands {
  /** Prints what the finding says. */
  readonly show: Command;
  /** Changes the cluster so that it no longer is so; null where no single command does, and where nothing is to be mended. */
  readonly mend: Command | null;
}

/** Where the commands run: the kube context, and the Service they are about. */
export interface CommandScope {
  readonly context: string;
  readonly namespace: string;
  readonly service: string;
  /** The Service selects Pods; else its addresses are written by other hands. */
  readonly hasSelector: boolean;
}

/** The commands about a Service. */
export function scopeOf({ meta, selector }: Pick<Service, 'meta' | 'selector'>, context: string): CommandScope {
  const hasSelector = Object.keys(selector ?? {}).length > 0;
  return { context, namespace: meta.namespace, service: meta.name, hasSelector };
}

/** The kubectl command that shows a finding and the one that mends it. */
export function commandsOf(finding: Finding, scope: CommandScope): FindingCommands {
  // Each entry takes the finding of its code; an index can't show that to the compiler.
  const wordsOf = COMMAND_WORDS[finding.code] as unknown as (finding: Finding, scope: CommandScope) => CommandWords;
  const { show, mend = null, namespace = scope.namespace } = wordsOf(finding, scope);
  const kubectl = (words: readonly string[]): Command => {
    const place = words.includes('-A') ? [] : ['-n', namespace];
    return ['kubectl', '--context', scope.context, ...place, ...words];
  };
  return { show: kubectl(show), mend: mend === null ? null : kubectl(mend) };
}

/** A command as a line for a POSIX shell, whatever its arguments hold. */
export function commandLine(command: Command): string {
  return command.map(shellQuote).join(' ');
}
