import type { RawData, WebSocket } from 'ws';
import type { Draft, Status } from '../cluster-api.ts';
import { jsonOf, numberOf } from '../json.ts';
import type { TerminalSession } from '../pod-runtime.ts';

/** The newest first. Source: k8s.io/apimachinery pkg/util/remotecommand/constants.go. */
export const PROTOCOLS: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The first byte of each message names its stream. */
const CHANNELS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

const NORMAL_CLOSURE = 1000;
/** As much as a kubelet copies at a time (Go's io.Copy): clients set a bound to a message. */
const LARGEST_MESSAGE = 32 * 1024;
/** A client that doesn't read what it is attached to loses its connection at this, not the process its memory. */
const LARGEST_BACKLOG = 16 * 1024 * 1024;

/** Carries a session's streams over a WebSocket until the command ends or the client goes. */
export function carryStreams(
  connection: WebSocket,
  session: TerminalSession,
  { stdin }: { readonly stdin: boolean },
): void {
  connection.binaryType = 'nodebuffer';
  session.onOutput((stream, data) => {
    const sent = sendInPieces(connection, CHANNELS[stream], data);
    if (connection.bufferedAmount > LARGEST_BACKLOG) connection.terminate();
    return sent;
  });
  connection.on('message', (data) => {
    const message = bytesOf(data);
    const [channel] = message;
    const rest = message.subarray(1);
    if (channel === CHANNELS.stdin && stdin) session.write(rest);
    else if (channel === CHANNELS.resize) resize(session, rest);
    // Since v5 a client can say that its input has ended.
    else if (channel === CHANNELS.close && rest[0] === CHANNELS.stdin) session.endInput();
  });
  connection.on('error', () => undefined);
  connection.on('close', () => session.close());
  void session.exited.then((code) => endWith(connection, exitStatus(code)));
}

/** The last word on a connection: how the command ended, or why it never began. */
export function endWith(connection: WebSocket, status: Draft | Status): void {
  connection.on('error', () => undefined);
  void send(connection, CHANNELS.error, Buffer.from(JSON.stringify(status)));
  connection.close(NORMAL_CLOSURE);
}

async function sendInPieces(connection: WebSocket, channel: number, data: Uint8Array): Promise<void> {
  const count = Math.ceil(data.length / LARGEST_MESSAGE);
  const pieces = Array.from({ length: count }, (_, index) =>
    data.subarray(index * LARGEST_MESSAGE, (index + 1) * LARGEST_MESSAGE),
  );
  await Promise.all(pieces.map((piece) => send(connection, channel, piece)));
}

/** Resolves when the client's side has room for it, or is gone. */
function send(connection: WebSocket, channel: number, data: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (connection.readyState === connection.OPEN)
      connection.send(Buffer.concat([Buffer.of(channel), data]), () => resolve());
    else resolve();
  });
}

function resize(session: TerminalSession, data: Uint8Array): void {
  try {
    const { Width, Height } = jsonOf(JSON.parse(Buffer.from(data).toString()));
    session.resize(numberOf(Width) ?? 80, numberOf(Height) ?? 24);
  } catch {
    // Not a size: the terminal keeps the one it has.
  }
}

/** Source: k/k 1.34.4 pkg/kubelet: a v4 Status with the exit code as a cause. */
function exitStatus(code: number): Draft {
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
