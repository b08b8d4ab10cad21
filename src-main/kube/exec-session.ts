import type { Exec } from '@kubernetes/client-node';
import { createByteQueue } from './byte-queue.ts';
import { parseExecStatus, type ExecExit } from './exec-exit.ts';
import type { ExecProcess } from './kube-api.ts';
import { redact } from '#shared/kube/redact.ts';

/** The WebSocket that client-node opens (`ws`), by the name of whoever gives it: its own module is not exported. */
export type ExecSocket = Awaited<ReturnType<Exec['handler']['connect']>>;

const OPEN = 1;
/** Channels of the remote command protocol. Source: k8s.io/apimachinery util/remotecommand constants. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const CLOSE = 255;
const HALF_CLOSE_PROTOCOL = 'v5.channel.k8s.io';

/** Output that was not read yet, in bytes; above it the socket is not read either. */
const STDOUT_CAP_BYTES = 1_048_576;
const STDERR_CAP_BYTES = 16_384;
const WRITE_FRAME_BYTES = 32_768;
const PING_EVERY_MS = 10_000;
/** Time for the close handshake before the connection is cut. */
const CLOSE_GRACE_MS = 1_000;

/** Runs one process over an open socket until it ends, the socket is lost, or the signal aborts. */
export function runOverSocket(socket: ExecSocket, early: readonly Buffer[], signal: AbortSignal): ExecProcess {
  const stdout = createByteQueue(STDOUT_CAP_BYTES, (stop) => (stop ? socket.pause() : socket.resume()));
  let stderr = Buffer.alloc(0);
  let heard = true;
  let trouble = '';
  const { promise: exit, settle } = settleOnce<ExecExit>();

  const finish = (how: ExecExit): void => {
    settle(how);
    clearInterval(timer);
    signal.removeEventListener('abort', abort);
    stdout.end();
    closeSoon(socket);
  };
  const onFrame = (frame: Buffer): void => {
    heard = true;
    const payload = frame.subarray(1);
    if (frame[0] === STDOUT) stdout.push(payload);
    if (frame[0] === STDERR) stderr = Buffer.concat([stderr, payload]).subarray(-STDERR_CAP_BYTES);
    if (frame[0] === STATUS && payload.length > 0) finish(parseExecStatus(payload));
  };
  const endInput = (): void => {
    if (socket.readyState !== OPEN) return;
    // Before v5 (API server 1.29) stdin has no end of its own. Closing everything is what is left: most runtimes then close
    // the process's stdin, but its exit code is never told.
    if (socket.protocol === HALF_CLOSE_PROTOCOL) socket.send(Buffer.of(CLOSE, STDIN), () => undefined);
    else socket.close();
  };
  const abort = (): void => {
    // Without this the process would stay: closing the WebSocket alone does not end it.
    endInput();
    finish({ kind: 'lost', detail: 'canceled' });
  };
  const timer = setInterval(() => {
    if (!heard) {
      trouble = `no answer for ${(2 * PING_EVERY_MS) / 1_000} s`;
      socket.terminate();
      return;
    }
    heard = false;
    if (socket.readyState === OPEN) socket.ping();
  }, PING_EVERY_MS);

  socket.on('pong', () => (heard = true));
  // In place of client-node's own, which throws on an empty frame.
  socket.onmessage = ({ data }) => {
    if (Buffer.isBuffer(data)) onFrame(data);
  };
  socket.onerror = ({ message }) => (trouble = redact(message));
  socket.onclose = ({ code, reason }) =>
    finish({ kind: 'lost', detail: trouble || redact(reason) || `closed (${code})` });
  signal.addEventListener('abort', abort, { once: true });
  for (const frame of early) onFrame(frame);
  if (signal.aborted) abort();
  return { stdout, write: (text) => write(socket, text), endInput, stderr: () => stderr.toString('utf8'), exit };
}

async function write(socket: ExecSocket, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  for (let from = 0; from < bytes.length; from += WRITE_FRAME_BYTES) {
    const frame = Buffer.concat([Buffer.of(STDIN), bytes.subarray(from, from + WRITE_FRAME_BYTES)]);
    await new Promise<void>((resolve, reject) => {
      if (socket.readyState !== OPEN) reject(new Error('the stream is lost'));
      else socket.send(frame, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function closeSoon(socket: ExecSocket): void {
  // A paused socket would never hear the other side's close.
  socket.resume();
  socket.close();
  const timer = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS);
  timer.unref();
}

function settleOnce<T>(): { readonly promise: Promise<T>; readonly settle: (value: T) => void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, settle };
}
