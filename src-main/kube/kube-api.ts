/** One call to the API server. Paths are absolute and already escaped, as in `/api/v1/namespaces/x/pods`. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default `application/json`; patches name theirs. */
  readonly contentType?: string;
  /** Default `application/json`. */
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** Until the head of the answer has come; default 30,000. Bodies have no limit in time but the signal. */
  readonly timeoutMs?: number;
}

/**
 * The API server of one kube context, over one connection. Both methods reject with FailureError: `connect.*`, `tls.*`,
 * `api.*`, `canceled`.
 */
export interface KubeApi {
  /** A whole JSON answer. */
  json<T>(request: ApiRequest): Promise<T>;
  /** The body as it comes (watches, logs, long lists). Ending the iteration early ends the request. */
  stream(request: ApiRequest): Promise<AsyncIterable<Uint8Array>>;
  /** API server's clock minus ours in milliseconds, from the Date header of the latest answer; null before the first. */
  clockSkewMs(): number | null;
}

export interface ExecRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** An argument vector; never a shell line made of user input. */
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

/** A process running in a container. `stdout` ends when the process ends or the stream is lost. */
export interface ExecProcess {
  readonly stdout: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes were handed to the socket. Rejects once the stream is lost. */
  write(text: string): Promise<void>;
  /** Closes the process's stdin: what ends a pulled client. */
  endInput(): void;
  /** What it wrote to stderr so far, the last 16 KB. */
  stderr(): string;
  /** How it ended. `lost` where the stream broke before the API server told an exit code. Never rejects. */
  readonly exit: Promise<
    { readonly kind: 'exited'; readonly code: number } | { readonly kind: 'lost'; readonly detail: string }
  >;
}

/** Starts processes in containers over WebSocket (channel protocol v5, v4). Rejects with FailureError. */
export interface ContainerExec {
  exec(request: ExecRequest): Promise<ExecProcess>;
}
