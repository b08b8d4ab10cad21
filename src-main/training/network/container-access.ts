import type { Duplex } from 'node:stream';
import { StatusError, type Status } from '../cluster-api.ts';
import type { Clock } from '../clock.ts';
import type { ContainerAccess, ExecRequest, LogOptions, TerminalSession } from '../pod-runtime.ts';
import type { NodeHosts } from './node-hosts.ts';
import { findContainer, type ContainerView } from './object-views.ts';
import type { PodNetwork } from './pod-network.ts';
import type { ContainerSlot, RunningPod } from './running-pod.ts';
import { ShellSession } from './shell/shell-session.ts';
import { effectsOn, factsOf, hasExecutable, type StartDeps } from './start-container.ts';
import type { VirtualNetwork } from './virtual-network.ts';

/** How long a dial from the node waits where nothing answers. */
const DIAL_MS = 30_000;
/** What reads its input to the end has so long to end by itself. A real one may stay for ever; here it has one of few places. */
const LEFT_MS = 3_000;

/** log, exec and attach into the Pods of one network. */
export class RunningContainers implements ContainerAccess {
  readonly #deps: StartDeps;
  readonly #pods: ReadonlyMap<string, RunningPod>;
  readonly #network: VirtualNetwork;
  readonly #nodes: NodeHosts;
  readonly #networkOf: (pod: RunningPod) => PodNetwork;

  constructor(
    deps: StartDeps,
    pods: ReadonlyMap<string, RunningPod>,
    network: VirtualNetwork,
    nodes: NodeHosts,
    networkOf: (pod: RunningPod) => PodNetwork,
  ) {
    this.#deps = deps;
    this.#pods = pods;
    this.#network = network;
    this.#nodes = nodes;
    this.#networkOf = networkOf;
  }

  log(podUid: string, container: string, options: LogOptions, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const slot = this.#pods.get(podUid)?.slot(container);
    const log = options.previous ? slot?.previousLog : slot?.log;
    if (log === undefined) {
      // Source: k/k kuberuntime GetContainerLogs; the API has said before what the Pod's status tells.
      throw failure(400, 'BadRequest', `unable to retrieve container logs for ${container}`);
    }
    return log.read(options, signal);
  }

  exec(podUid: string, container: string, { command, stdin, tty }: ExecRequest): TerminalSession {
    const { pod, view, slot } = this.#find(podUid, container);
    const [executable = ''] = command;
    const { image } = slot;
    if (image === undefined || executable === '' || !hasExecutable(image, executable)) throw noExecutable(executable);
    const place = this.#deps.slots.take();
    if (place === undefined) {
      throw failure(500, 'InternalError', `Internal error occurred: ${this.#deps.slots.refusal}`);
    }
    const network = this.#networkOf(pod);
    const { pod: podView, podIP, host } = pod;
    const from = {
      pod: podView,
      podIP,
      container: view,
      image,
      host,
      network,
      files: slot.files,
      onRequest: () => undefined,
    };
    const facts = factsOf(this.#deps, from);
    const env = tty ? { ...facts.env, TERM: 'xterm' } : facts.env;
    const session = new ShellSession(
      { facts: { ...facts, env }, argv: command, stdin, tty },
      network,
      { ...this.#deps, slot: place },
      effectsOn(this.#deps, from, slot.log),
    );
    // Its processes end with the container, whatever ends that.
    void slot.run.exited.then(() => session.close());
    return stdin && !tty ? endsByItself(session, this.#deps.clock) : session;
  }

  attach(podUid: string, container: string, request: Omit<ExecRequest, 'command'>): TerminalSession {
    const { slot, view } = this.#find(podUid, container);
    const { session } = slot.run;
    const exited = slot.run.exited.then(({ exitCode }) => exitCode);
    const stop = new AbortController();
    const hears = request.stdin && view.stdin === true ? session : undefined;
    return {
      exited,
      write: (data) => hears?.write(data),
      endInput: () => hears?.endInput(),
      resize: (columns, rows) => session?.resize(columns, rows),
      onOutput: (listener) => {
        if (session !== undefined) session.onOutput(guarded(listener, stop.signal));
        else void follow(slot, (data) => void listener('stdout', data), stop.signal);
      },
      close: () => stop.abort(),
    };
  }

  dial(address: string, port: number): Promise<Duplex> {
    return this.#network.connect(this.#nodes.of(undefined), address, port, AbortSignal.timeout(DIAL_MS));
  }

  #find(podUid: string, name: string): { pod: RunningPod; view: ContainerView; slot: ContainerSlot } {
    const pod = this.#pods.get(podUid);
    const view = pod === undefined ? undefined : findContainer(pod.pod, name);
    const slot = pod?.slot(name);
    if (pod === undefined || view === undefined || slot?.running !== true) {
      throw failure(500, 'InternalError', `unable to upgrade connection: container not found ("${name}")`);
    }
    return { pod, view, slot };
  }
}

type OutputListener = Parameters<TerminalSession['onOutput']>[0];

/** Whose client goes away sees the end of its input, as in a container. */
function endsByItself(session: TerminalSession, clock: Clock): TerminalSession {
  return {
    exited: session.exited,
    write: (data) => session.write(data),
    endInput: () => session.endInput(),
    resize: (columns, rows) => session.resize(columns, rows),
    onOutput: (listener) => session.onOutput(listener),
    close: () => {
      session.endInput();
      const cancel = clock.after(LEFT_MS, () => session.close());
      void session.exited.then(cancel);
    },
  };
}

/** Whoever has gone away hears no more. */
function guarded(listener: OutputListener, signal: AbortSignal): OutputListener {
  return (stream, data) => {
    // A client that is slow must not hold up the container.
    if (!signal.aborted) void listener(stream, data);
  };
}

async function follow(slot: ContainerSlot, write: (data: Uint8Array) => void, signal: AbortSignal): Promise<void> {
  const options = { follow: true, previous: false, timestamps: false, tailLines: 0 };
  for await (const data of slot.log.read(options, signal)) write(data);
}

function noExecutable(executable: string): StatusError {
  const why = executable.includes('/')
    ? `stat ${executable}: no such file or directory`
    : 'executable file not found in $PATH';
  return failure(
    500,
    'InternalError',
    'Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: ' +
      `OCI runtime exec failed: exec failed: unable to start container process: exec: "${executable}": ${why}: unknown`,
  );
}

function failure(code: number, reason: string, message: string): StatusError {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return new StatusError(status);
}
