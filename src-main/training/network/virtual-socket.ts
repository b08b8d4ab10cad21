import { Duplex } from 'node:stream';

/** Where the two ends of a connection stand. */
export interface SocketAddresses {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/**
 * One end of a connection in memory, with what node:http and node:tls ask of a socket. As in TCP: `end` closes one
 * direction, `destroy` without an error closes both, `destroy` with an error or `resetAndDestroy` resets the other end.
 */
export class VirtualSocket extends Duplex implements SocketAddresses {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily = 'IPv4';
  #peer: VirtualSocket | undefined;
  /** Set while the other end has not room for more: call it when it has. */
  #resume: (() => void) | undefined;

  constructor(addresses: SocketAddresses) {
    super({ allowHalfOpen: true });
    this.localAddress = addresses.localAddress;
    this.localPort = addresses.localPort;
    this.remoteAddress = addresses.remoteAddress;
    this.remotePort = addresses.remotePort;
    // A reset nobody listens for ends this connection, not the process.
    this.on('error', () => undefined);
  }

  join(peer: VirtualSocket): void {
    this.#peer = peer;
  }

  resetAndDestroy(): this {
    return this.destroy(connectionReset());
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    const peer = this.#peer;
    if (peer === undefined) return;
    const resume = peer.#resume;
    peer.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    const peer = this.#peer;
    if (peer === undefined || peer.destroyed) {
      done(brokenPipe());
      return;
    }
    if (peer.push(chunk)) done();
    else this.#resume = done;
  }

  override _final(done: () => void): void {
    const peer = this.#peer;
    if (peer !== undefined && !peer.destroyed) peer.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const peer = this.#peer;
    this.#resume?.();
    this.#resume = undefined;
    if (peer !== undefined && !peer.destroyed) {
      if (error !== null) setImmediate(() => peer.destroy(connectionReset()));
      else if (!this.writableFinished) peer.push(null);
      // What waits for room here will get none.
      const waiting = peer.#resume;
      peer.#resume = undefined;
      waiting?.();
    }
    done(error);
  }
}

/** @param client addresses as the client sees them */
export function socketPair(client: SocketAddresses): readonly [client: VirtualSocket, server: VirtualSocket] {
  const near = new VirtualSocket(client);
  const far = new VirtualSocket({
    localAddress: client.remoteAddress,
    localPort: client.remotePort,
    remoteAddress: client.localAddress,
    remotePort: client.localPort,
  });
  near.join(far);
  far.join(near);
  return [near, far];
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' });
}

function brokenPipe(): Error {
  return Object.assign(new Error('write EPIPE'), { code: 'EPIPE', errno: -32, syscall: 'write' });
}
