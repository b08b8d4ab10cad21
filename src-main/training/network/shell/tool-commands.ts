import { latin1FromBytes, type Command, type ResolvedCommandContext } from 'just-bash';
import { BASE_TOOLS, NETWORK_TOOLS } from '../commands/tool-table.ts';
import type { Tool, ToolContext } from '../commands/tool.ts';
import type { PodNetwork } from '../pod-network.ts';
import type { PodFacts } from './pod-facts.ts';
import { LIVE_PREFIX } from './rewrite-script.ts';
import type { ShellIo } from './shell-io.ts';

export interface ToolSet {
  readonly commands: readonly Command[];
  /** Names that have a form which writes to the session while it runs. */
  readonly streaming: ReadonlySet<string>;
}

/** Our commands as just-bash takes them: each as one whose output may be piped, and as one that is seen at once. */
export function toolCommands(facts: PodFacts, network: PodNetwork, io: ShellIo, now: () => number): ToolSet {
  const available = Object.entries(NETWORK_TOOLS).filter(([name]) => facts.tools.includes(name));
  const tools = [...Object.entries(BASE_TOOLS), ...available];
  const base = (
    args: readonly string[],
    context: ResolvedCommandContext,
  ): Omit<ToolContext, 'out' | 'err' | 'terminal'> => ({
    args,
    facts,
    network,
    fs: context.fs,
    cwd: context.cwd,
    env: context.exportedEnv ?? {},
    stdin: latin1FromBytes(context.stdin),
    signal: io.signal(),
    now,
  });
  const commands = tools.flatMap(([name, tool]): readonly Command[] => [
    {
      name,
      execute: async (args, context) => captured(tool, base(args, context)),
    },
    {
      name: `${LIVE_PREFIX}${name}`,
      execute: async (args, context) => {
        const write = (stream: 'stdout' | 'stderr') => (data: string | Uint8Array) =>
          io.write(stream, typeof data === 'string' ? Buffer.from(data) : data);
        const live = { ...base(args, context), terminal: io.tty, out: write('stdout'), err: write('stderr') };
        return { stdout: '', stderr: '', exitCode: await tool(live) };
      },
    },
  ]);
  return {
    commands: [...commands, environment(), ...facts.servers.map((name) => server(name, io))],
    streaming: new Set(tools.map(([name]) => name)),
  };
}

async function captured(
  tool: Tool,
  context: Omit<ToolContext, 'out' | 'err' | 'terminal'>,
): Promise<{ stdout: string; stderr: string; stdoutKind: 'bytes'; exitCode: number }> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const keep = (into: Uint8Array[]) => (data: string | Uint8Array) => {
    into.push(typeof data === 'string' ? Buffer.from(data) : data);
    return Promise.resolve();
  };
  const exitCode = await tool({ ...context, terminal: false, out: keep(stdout), err: keep(stderr) });
  return {
    stdout: Buffer.concat(stdout).toString('latin1'),
    stderr: Buffer.concat(stderr).toString('utf8'),
    stdoutKind: 'bytes',
    exitCode,
  };
}

/** `nginx -g 'daemon off;'` at the end of a script: serves until the container ends. */
function server(name: string, io: ShellIo): Command {
  return {
    name,
    execute: async (args) => ({ stdout: '', stderr: '', exitCode: await io.serve([name, ...args]) }),
  };
}

/** just-bash's own `env` prints all of a shell's variables; a process sees the exported ones. */
function environment(): Command {
  return {
    name: 'env',
    execute: async (args, context) => {
      if (args.length > 0 && context.origCommand !== undefined) return context.origCommand(args);
      const lines = Object.entries(context.exportedEnv ?? {}).map(([name, value]) => `${name}=${value}\n`);
      return Promise.resolve({ stdout: lines.join(''), stderr: '', exitCode: 0 });
    },
  };
}
