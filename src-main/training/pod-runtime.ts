import type { Duplex } from 'node:stream';
import type { KubeObject } from './cluster-api.ts';

/**
 * What stands where a container runtime and a network plugin would: it runs a Pod's containers as programs on the virtual
 * network. The Pod life cycle drives it, the HTTP API reaches into it for log, exec and attach.
 */
export interface PodRuntime {
  /** Whether the image is known. Otherwise the kubelet's own message for an image that can't be pulled. */
  pull(image: string): { readonly ok: true } | { readonly ok: false; readonly message: string };
  /** Joins the Pod's address to the virtual network. Called once, before its first container starts. */
  addPod(pod: KubeObject, podIP: string): void;
  /** Takes the address off the network; open connections are reset, its processes are ended. */
  removePod(uid: string): void;
  /** Starts one container of a Pod that was added. */
  start(pod: KubeObject, container: string): ContainerProcess;
  /** Answers a probe of that container: exec, httpGet or tcpSocket, as the kubelet would see it. Never throws. */
  probe(pod: KubeObject, container: string, probe: Readonly<Record<string, unknown>>): Promise<ProbeAnswer>;
}

export interface ProbeAnswer {
  readonly ok: boolean;
  /** As in the kubelet's events: `HTTP probe failed with statuscode: 503`. Empty where it succeeded. */
  readonly message: string;
}

/** One run of a container's program. */
export interface ContainerProcess {
  readonly exited: Promise<ContainerExit>;
  /** SIGTERM now, SIGKILL after the grace period. */
  stop(graceMs: number): void;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled' | 'StartError';
  readonly message?: string;
}

/** What the HTTP API asks of running containers. Each throws StatusError where there is nothing to reach. */
export interface ContainerAccess {
  /** Lines of the container's output so far, and, with follow, those to come until it ends or the signal aborts. */
  log(podUid: string, container: string, options: LogOptions, signal: AbortSignal): AsyncIterable<Uint8Array>;
  exec(podUid: string, container: string, request: ExecRequest): TerminalSession;
  /** The streams of the container's own program. */
  attach(podUid: string, container: string, request: Omit<ExecRequest, 'command'>): TerminalSession;
  /** Open connections of a test or a proxy, as from the node: to a Pod's address and port. */
  dial(address: string, port: number): Promise<Duplex>;
}

export interface LogOptions {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceSeconds?: number;
  /** In ms since 1970. */
  readonly sinceTime?: number;
}

export interface ExecRequest {
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** The streams of one exec or attach. With a tty everything is on stdout, and Ctrl-C is byte 0x03 of stdin. */
export interface TerminalSession {
  write(data: Uint8Array): void;
  endInput(): void;
  resize(columns: number, rows: number): void;
  /** A command that was started for this session waits for what the listener returns before it writes much more. Never rejects. */
  onOutput(listener: (stream: 'stdout' | 'stderr', data: Uint8Array) => void | Promise<void>): void;
  /** The command's exit code; for attach the container's. */
  readonly exited: Promise<number>;
  /** The client went away: what was started for it alone ends, at once or soon after its input. */
  close(): void;
}
