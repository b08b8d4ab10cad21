import type { ClusterApi } from '../cluster-api.ts';
import type { Clock } from '../clock.ts';
import type { ContainerLog } from './container-log.ts';
import { ended, neverStarted, type ContainerRun } from './container-run.ts';
import type { ApiCredentials } from './mounted-files.ts';
import type { ContainerView, PodView } from './object-views.ts';
import { expandReferences, podEnvironment, podHostname } from './pod-environment.ts';
import type { PodNetwork } from './pod-network.ts';
import type { Image, ServerProgram } from './programs/program.ts';
import { startServers } from './server-run.ts';
import type { PodFacts } from './shell/pod-facts.ts';
import { baseName, isShell } from './shell/shell-words.ts';
import type { ShellSlots } from './shell/shell-slots.ts';
import { ShellSession, type ShellEffects } from './shell/shell-session.ts';
import { runSession } from './shell-run.ts';
import { idleMs, startSleep } from './sleep-run.ts';
import type { NetworkHost } from './virtual-network.ts';

/** Shells of one container keep no more files for each other. */
const MAX_FILES = 200;

export interface StartDeps {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly workerUrl: URL;
  readonly slots: ShellSlots;
  readonly credentials: ApiCredentials | undefined;
}

/** What a container starts with. */
export interface StartedFrom {
  readonly pod: PodView;
  readonly podIP: string;
  readonly container: ContainerView;
  readonly image: Image;
  readonly host: NetworkHost;
  readonly network: PodNetwork;
  /** Of the container: servers read them, shells change them. */
  readonly files: Map<string, string>;
  readonly onRequest: (remoteAddress: string) => void;
}

export function startContainer(deps: StartDeps, from: StartedFrom, log: ContainerLog): ContainerRun {
  const { container, image } = from;
  const facts = factsOf(deps, from);
  const argv = commandLine(container, image, facts.env);
  const [executable] = argv;
  if (executable === undefined) {
    return ended({ exitCode: 128, reason: 'StartError', message: 'no command specified' });
  }
  const server = image.servers[baseName(executable)];
  if (server !== undefined) return startServer(deps, from, server, argv, log);
  if (!hasExecutable(image, executable)) return neverStarted(executable);
  const idle = idleMs(argv);
  if (idle !== null) return startSleep(idle, deps.clock);
  const stdin = container.stdin === true;
  // A shell with nothing to read ends at once: `busybox` with no command is a Pod that completes again and again.
  if (isShell(executable) && argv.length === 1 && !stdin) return ended({ exitCode: 0, reason: 'Completed' });
  const start = { facts: { ...facts, firstProcess: argv.join(' ') }, argv, stdin, tty: container.tty === true };
  const slot = deps.slots.take();
  if (slot === undefined) return ended({ exitCode: 128, reason: 'StartError', message: deps.slots.refusal });
  const session = new ShellSession(start, from.network, { ...deps, slot }, effectsOn(deps, from, log));
  if (!stdin) session.endInput();
  return runSession(session, deps.clock, (data) => log.write(data));
}

function startServer(
  deps: StartDeps,
  { pod, podIP, container, host, files, onRequest }: StartedFrom,
  program: ServerProgram,
  argv: readonly string[],
  log: ContainerLog,
): ContainerRun {
  const write = (text: string): void => log.write(text);
  const env = podEnvironment(deps.api, pod, container, podIP);
  const plan = program({ argv, env, hostname: podHostname(pod), podIP, clock: deps.clock, files, log: write });
  return startServers(plan, { host, clock: deps.clock, log: write, onRequest });
}

/** What a shell in the container changes there: its files, and its server where a script ends by starting it. */
export function effectsOn(deps: StartDeps, from: StartedFrom, log: ContainerLog): ShellEffects {
  const serving = new Set<ContainerRun>();
  return {
    fileChanged: (path, content) => {
      if (content === null) from.files.delete(path);
      else if (from.files.size < MAX_FILES || from.files.has(path)) from.files.set(path, content);
    },
    serve: async (argv) => {
      const program = from.image.servers[argv[0] ?? ''];
      if (program === undefined) return 127;
      const run = startServer(deps, from, program, argv, log);
      serving.add(run);
      return (await run.exited).exitCode;
    },
    ended: () => {
      for (const run of serving) run.stop(0);
    },
  };
}

export function factsOf(deps: StartDeps, { pod, podIP, container, image, files }: StartedFrom): PodFacts {
  const env = podEnvironment(deps.api, pod, container, podIP);
  return {
    hostname: podHostname(pod),
    podIP,
    namespace: pod.metadata.namespace,
    shell: image.shell,
    tools: image.tools,
    env,
    cwd: container.workingDir ?? '/',
    files: [...files],
    servers: Object.keys(image.servers),
    firstProcess: commandLine(container, image, env).join(' '),
  };
}

/** `command` stands for the image's entrypoint and takes its arguments away too; `args` for its command. */
export function commandLine(
  { command, args }: ContainerView,
  image: Image,
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const hasCommand = command !== undefined && command.length > 0;
  const hasArgs = args !== undefined && args.length > 0;
  const head = hasCommand ? command : image.entrypoint;
  const tail = hasArgs ? args : hasCommand ? [] : image.command;
  const given = hasCommand || hasArgs;
  const line = [...head, ...tail];
  return given ? line.map((word) => expandReferences(word, env)) : line;
}

/** Where there is a shell there are its commands: which, only the shell knows. */
export function hasExecutable(image: Image, executable: string): boolean {
  if (image.shell === 'none') return false;
  const name = baseName(executable);
  if (!isShell(name)) return true;
  return (
    name === 'sh' ||
    (name === 'bash' && image.shell !== 'ash') ||
    (name === 'ash' && image.shell !== 'debian') ||
    (name === 'dash' && image.shell === 'debian') ||
    name === 'zsh'
  );
}
