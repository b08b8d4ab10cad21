import { failure } from '#shared/ipc/failure.ts';
import type { CredentialSource } from './credentials.ts';
import { fillKubeConfig } from './exec-config.ts';
import { runOverSocket, type ExecSocket } from './exec-session.ts';
import { explainError } from './explain-error.ts';
import { FailureError } from './failure-error.ts';
import type { ContainerExec, ExecRequest, KubeApi } from './kube-api.ts';

/**
 * Starts processes over client-node's WebSocket, a connection for each. client-node is loaded at the first call: it is
 * large, and looking at a cluster needs none of it.
 */
export function containerExec(credentials: CredentialSource, api: KubeApi): ContainerExec {
  return {
    exec: async (request) => {
      const path = execPath(request);
      // Frames may come before the promise of the socket does.
      const early: Buffer[] = [];
      const socket = await openExecSocket(credentials, path, request.signal, (frame) => early.push(frame)).catch(
        async (error: unknown) => {
          throw await explainRefusal(error, credentials, api, path, request.signal);
        },
      );
      return runOverSocket(socket, early, request.signal);
    },
  };
}

function execPath({ namespace, pod, container, command }: ExecRequest): string {
  const query = new URLSearchParams({ container, stdin: 'true', stdout: 'true', stderr: 'true', tty: 'false' });
  for (const argument of command) query.append('command', argument);
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec?${query.toString()}`;
}

async function openExecSocket(
  credentials: CredentialSource,
  path: string,
  signal: AbortSignal,
  onFrame: (frame: Buffer) => void,
): Promise<ExecSocket> {
  if (signal.aborted) throw new FailureError(failure('canceled', {}));
  const current = await credentials.current();
  const { Exec, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  fillKubeConfig(config, current, signal);
  // Its Exec.exec knows no back-pressure and no end of stdin; its handler opens the socket and negotiates the protocol.
  const { handler } = new Exec(config);
  return handler.connect(path, null, (channel, payload) => {
    onFrame(Buffer.concat([Buffer.of(channel), payload]));
    return true;
  });
}

/**
 * A refused upgrade gives a status and no body. The same address asked without an upgrade starts nothing and is refused
 * with the whole Status, which names verb, resource and reason; a server that would have let it pass answers 400.
 */
async function explainRefusal(
  error: unknown,
  { server }: CredentialSource,
  api: KubeApi,
  path: string,
  signal: AbortSignal,
): Promise<FailureError> {
  if (signal.aborted) return new FailureError(failure('canceled', {}));
  const cause = rootOf(error);
  if (cause instanceof FailureError) return cause;
  if (!(cause instanceof Error) || !cause.message.startsWith('Unexpected server response')) {
    return new FailureError(explainError(cause, server), { cause });
  }
  try {
    // The query stands in the path: `command` is in it more than once, which ApiRequest.query cannot say.
    await api.json({ method: 'GET', path, signal, timeoutMs: 10_000 });
  } catch (refusal) {
    if (refusal instanceof FailureError) return refusal;
  }
  return new FailureError(explainError(cause, server), { cause });
}

/** `ws` rejects with an ErrorEvent that holds the error. */
function rootOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'error' in error ? error.error : error;
}
