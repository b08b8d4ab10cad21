import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { INTERRUPTED, pause } from '../commands/tool.ts';
import { CpuShare } from './cpu-share.ts';
import { LiveInput } from './live-input.ts';
import { RemoteNetwork } from './remote-network.ts';
import { runShell } from './run-shell.ts';
import type { ShellIo } from './shell-io.ts';
import { countCtrlC, type FromShell, type ToShell } from './shell-messages.ts';
import type { ThreadStart } from './shell-thread.ts';
import { Terminal } from './terminal.ts';

/** Output on its way before a command waits: a loop that only prints must not fill the other thread's memory. */
const MAX_UNTAKEN_BYTES = 262_144;

/** A shell starts at about 20 MB. Far below the thread's limit (shell-session.ts): a thread that reaches that ends the process (seen: Node.js 20.20). */
const MAX_HEAP_BYTES = 100 * 1_048_576;
const OUT_OF_MEMORY_EXIT = 137;

/** The entry of a shell's thread. */
if (parentPort === null) throw new Error('this file is the entry of a worker thread');
const port = parentPort;
const { start, board } = workerData as ThreadStart;
const share = new CpuShare(board);
const post = (message: FromShell): void => port.postMessage(message);
const network = new RemoteNetwork(post);
const input = new LiveInput();
let running = new AbortController();
let interrupts = 0;
let untaken = 0;
let room: (() => void) | undefined;
let served: ((exitCode: number) => void) | undefined;

const send = (stream: 'stdout' | 'stderr', data: Uint8Array): void => {
  untaken += data.length;
  post({ kind: 'output', stream, data });
};
const io: ShellIo = {
  input,
  tty: start.tty,
  signal: () => running.signal,
  fileChanged: (path, content) => post({ kind: 'file', path, content }),
  serve: (argv) =>
    new Promise((resolve) => {
      served = resolve;
      running.signal.addEventListener('abort', () => resolve(INTERRUPTED), { once: true });
      post({ kind: 'serve', argv });
    }),
  turn: async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    await share.rest((ms) => pause(ms, running.signal));
  },
  checkMemory: () => {
    const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
    if (heap + external < MAX_HEAP_BYTES) return;
    send('stderr', Buffer.from('Killed\n'));
    post({ kind: 'exit', code: OUT_OF_MEMORY_EXIT });
    process.exit();
  },
  write: async (stream, data) => {
    // On a terminal there is one stream, and a line ends with a carriage return.
    if (start.tty)
      send('stdout', Buffer.from(Buffer.from(data).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1'));
    else send(stream, data);
    while (untaken > MAX_UNTAKEN_BYTES && !running.signal.aborted) {
      await new Promise<void>((resolve) => {
        room = resolve;
      });
    }
  },
};
const interrupt = (): void => {
  post({ kind: 'interrupting' });
  running.abort();
  room?.();
};
const echo = (text: string): void => send('stdout', Buffer.from(text));
const terminal = start.tty ? new Terminal(input, echo, interrupt, start.kept?.history) : undefined;

port.on('message', (message: ToShell) => {
  switch (message.kind) {
    case 'input':
      if (terminal === undefined) input.push(message.data);
      else {
        interrupts += countCtrlC(message.data);
        terminal.feed(message.data);
      }
      break;
    case 'end-input':
      input.end();
      break;
    case 'taken':
      untaken -= message.bytes;
      room?.();
      break;
    case 'served':
      served?.(message.exitCode);
      break;
    case 'resize':
      break;
    default:
      network.receive(message);
  }
});

const renew = (): void => {
  post({ kind: 'interrupted', heard: interrupts });
  if (running.signal.aborted) running = new AbortController();
};
runShell(start, network, {
  io,
  terminal,
  renew,
  keep: (kept) => post({ kind: 'kept', kept }),
  now: () => Date.now(),
}).then(
  (code) => post({ kind: 'exit', code }),
  (error: unknown) => {
    send('stderr', Buffer.from(`sh: ${error instanceof Error ? error.message : String(error)}\n`));
    post({ kind: 'exit', code: 2 });
  },
);
