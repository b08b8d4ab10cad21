import type { ConnectFailure } from '../connect-error.ts';
import type { DnsAnswer, RecordType } from '../dns-zone.ts';
import type { KeptShell } from './pod-facts.ts';
import type { SocketAddresses } from '../virtual-socket.ts';

/** About one connection; `id` is chosen by the worker. The same in both directions. */
export type SocketMessage =
  | { readonly kind: 'data'; readonly id: number; readonly data: Uint8Array }
  | { readonly kind: 'ack'; readonly id: number }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number; readonly reset: boolean };

/** To the worker. */
export type ToShell =
  | { readonly kind: 'input'; readonly data: Uint8Array }
  | { readonly kind: 'end-input' }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'connected'; readonly id: number; readonly addresses: SocketAddresses }
  | { readonly kind: 'connect-failed'; readonly id: number; readonly code: ConnectFailure }
  | { readonly kind: 'served'; readonly exitCode: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: DnsAnswer }
  | SocketMessage;

/** From the worker. */
export type FromShell =
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly data: Uint8Array }
  /** A line ended, by itself or by Ctrl-C. `heard`: how many times Ctrl-C has arrived so far. */
  | { readonly kind: 'interrupted'; readonly heard: number }
  /** Ctrl-C came while a line ran: the terminal shows it next. */
  | { readonly kind: 'interrupting' }
  /** A file was written, or removed: what the container's other processes see. */
  | { readonly kind: 'file'; readonly path: string; readonly content: string | null }
  /** The image's own server was started by the script. Answered by `served` when it ended. */
  | { readonly kind: 'serve'; readonly argv: readonly string[] }
  | { readonly kind: 'exit'; readonly code: number }
  /** What the shell is to go on from if the line that now begins has to be broken off. */
  | { readonly kind: 'kept'; readonly kept: KeptShell }
  | { readonly kind: 'connect'; readonly id: number; readonly address: string; readonly port: number }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly type: RecordType }
  | SocketMessage;

export const CTRL_C = 0x03;

/** How often Ctrl-C stands in what was typed. */
export const countCtrlC = (data: Uint8Array): number =>
  data.reduce((count, byte) => count + (byte === CTRL_C ? 1 : 0), 0);
