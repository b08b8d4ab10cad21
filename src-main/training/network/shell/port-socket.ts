import { Duplex } from 'node:stream';
import type { SocketMessage } from './shell-messages.ts';
import type { SocketAddresses } from '../virtual-socket.ts';

/** Chunks on their way to the other thread before a writer waits. */
const WINDOW = 8;

/** One end of a connection that goes across a thread; the same class stands at both ends. */
export class PortSocket extends Duplex {
  readonly id: number;
  readonly addresses: SocketAddresses;
  readonly #post: (message: SocketMessage) => void;
  #unacknowledged = 0;
  #waiting: (() => void) | undefined;
  #owed = 0;
  #closedByPeer = false;

  constructor(id: number, addresses: SocketAddresses, post: (message: SocketMessage) => void) {
    super({ allowHalfOpen: true });
    this.id = id;
    this.addresses = addresses;
    this.#post = post;
    this.on('error', () => undefined);
  }

  get remoteAddress(): string {
    return this.addresses.remoteAddress;
  }

  receive(message: SocketMessage): void {
    if (this.destroyed) return;
    if (message.kind === 'data') {
      this.#owed += 1;
      if (this.push(Buffer.from(message.data))) this.#acknowledge();
    } else if (message.kind === 'ack') this.#acknowledged();
    else if (message.kind === 'end') this.push(null);
    else {
      this.#closedByPeer = true;
      if (message.reset) this.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
      else {
        this.push(null);
        this.#waiting?.();
        this.#waiting = undefined;
      }
    }
  }

  override _read(): void {
    this.#acknowledge();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.#closedByPeer) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.#post({ kind: 'data', id: this.id, data: chunk });
    this.#unacknowledged += 1;
    if (this.#unacknowledged < WINDOW) done();
    else this.#waiting = done;
  }

  override _final(done: () => void): void {
    if (!this.#closedByPeer) this.#post({ kind: 'end', id: this.id });
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#closedByPeer) this.#post({ kind: 'close', id: this.id, reset: error !== null });
    this.#waiting?.();
    this.#waiting = undefined;
    done(error);
  }

  #acknowledge(): void {
    for (; this.#owed > 0; this.#owed -= 1) this.#post({ kind: 'ack', id: this.id });
  }

  #acknowledged(): void {
    this.#unacknowledged -= 1;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }
}
