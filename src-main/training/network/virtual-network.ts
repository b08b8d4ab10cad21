import { isInCidr, isLoopback, NODE_CIDR, POD_CIDR, SERVICE_CIDR } from './addresses.ts';
import type { Clock } from '../clock.ts';
import { ConnectError } from './connect-error.ts';
import type { ServiceProxy } from './service-proxy.ts';
import { socketPair, type VirtualSocket } from './virtual-socket.ts';

export type Accept = (socket: VirtualSocket) => void;

/** One Pod on the network. Pods of the host network share their node's address, and its ports. */
export interface NetworkHost {
  readonly address: string;
  readonly node: string | undefined;
  /** @throws Error with code EADDRINUSE. Returns the way to stop listening. */
  listen(port: number, accept: Accept): () => void;
}

interface Attachment extends NetworkHost {
  /** `ADDRESS:PORT` of what listens. */
  readonly listening: Set<string>;
  readonly sockets: Set<VirtualSocket>;
}

/** What the neighbour's silence takes, as Linux' ARP: three tries, a second each. */
const UNREACHABLE_MS = 3_000;
const FIRST_EPHEMERAL = 32_768;
const LAST_EPHEMERAL = 60_999;

/** Addresses and who listens there. Everything is in memory: no socket of the computer is opened. */
export class VirtualNetwork {
  readonly #proxy: ServiceProxy;
  readonly #clock: Clock;
  readonly #attached = new Map<string, Set<Attachment>>();
  readonly #listeners = new Map<string, { readonly host: Attachment; readonly accept: Accept }>();
  /** Joined from outside, such as the API server's own address: `ADDRESS:PORT`. */
  readonly #outside = new Map<string, Accept>();
  #nextPort = FIRST_EPHEMERAL;

  constructor(proxy: ServiceProxy, clock: Clock) {
    this.#proxy = proxy;
    this.#clock = clock;
  }

  attach(address: string, node: string | undefined): NetworkHost {
    const host: Attachment = {
      address,
      node,
      sockets: new Set(),
      listening: new Set(),
      listen: (port, accept) => this.#listen(host, port, accept),
    };
    this.#attached.set(address, (this.#attached.get(address) ?? new Set<Attachment>()).add(host));
    return host;
  }

  /** Open connections are reset. */
  detach(host: NetworkHost): void {
    const here = this.#attached.get(host.address);
    for (const attachment of here ?? []) {
      if (attachment !== host) continue;
      here?.delete(attachment);
      for (const key of attachment.listening) this.#listeners.delete(key);
      for (const socket of attachment.sockets) socket.resetAndDestroy();
    }
    if (here?.size === 0) this.#attached.delete(host.address);
  }

  joinOutside(address: string, port: number, accept: Accept): void {
    this.#outside.set(`${address}:${port}`, accept);
  }

  /** As connect(2): rejects with ConnectError; a dropped connection stays pending until the signal aborts. */
  async connect(from: NetworkHost, address: string, port: number, signal: AbortSignal): Promise<VirtualSocket> {
    const target = isLoopback(address) ? from.address : address;
    if (!isInCidr(target, SERVICE_CIDR)) return this.#open(from, target, port, target, port, signal);
    const verdict = this.#proxy.choose(target, port, { address: from.address, node: from.node });
    if (verdict.kind === 'refused') throw new ConnectError('ECONNREFUSED');
    if (verdict.kind === 'dropped' || this.#leavesTheNode(verdict)) return this.#never(signal);
    return this.#open(from, verdict.address, verdict.port, target, port, signal);
  }

  /** A hand-made endpoint outside the cluster: the packet takes the Node's default route, and nothing comes back. */
  #leavesTheNode({ address, port }: { readonly address: string; readonly port: number }): boolean {
    return ![POD_CIDR, NODE_CIDR].some((cidr) => isInCidr(address, cidr)) && !this.#outside.has(`${address}:${port}`);
  }

  async #open(
    from: NetworkHost,
    address: string,
    port: number,
    dialledAddress: string,
    dialledPort: number,
    signal: AbortSignal,
  ): Promise<VirtualSocket> {
    const listener = this.#listeners.get(`${address}:${port}`);
    const accept = listener?.accept ?? this.#outside.get(`${address}:${port}`);
    if (accept === undefined) return this.#fail(address, signal);
    const [client, server] = socketPair({
      localAddress: from.address,
      localPort: this.#ephemeralPort(),
      // The client sees the address it dialled: the translation is undone on the way back.
      remoteAddress: dialledAddress,
      remotePort: dialledPort,
    });
    const attachments = [listener?.host, this.#find(from)];
    for (const attachment of attachments) track(attachment, attachment === listener?.host ? server : client);
    // A connection takes a turn of the loop, however near the other end is.
    await new Promise<void>((resolve) => setImmediate(resolve));
    accept(server);
    return client;
  }

  async #fail(address: string, signal: AbortSignal): Promise<never> {
    if (this.#attached.has(address) || isInCidr(address, NODE_CIDR)) throw new ConnectError('ECONNREFUSED');
    if (!isInCidr(address, POD_CIDR)) throw new ConnectError('ENETUNREACH');
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(UNREACHABLE_MS, resolve);
      signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });
    throw new ConnectError(signal.aborted ? 'ECONNABORTED' : 'EHOSTUNREACH');
  }

  async #never(signal: AbortSignal): Promise<never> {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    throw new ConnectError('ECONNABORTED');
  }

  #listen(host: Attachment, port: number, accept: Accept): () => void {
    const key = `${host.address}:${port}`;
    if (this.#listeners.has(key)) {
      throw Object.assign(new Error(`listen tcp :${port}: bind: address already in use`), { code: 'EADDRINUSE' });
    }
    const listener = { host, accept };
    this.#listeners.set(key, listener);
    host.listening.add(key);
    return () => {
      if (this.#listeners.get(key) !== listener) return;
      this.#listeners.delete(key);
      host.listening.delete(key);
    };
  }

  #find(host: NetworkHost): Attachment | undefined {
    return [...(this.#attached.get(host.address) ?? [])].find((attachment) => attachment === host);
  }

  #ephemeralPort(): number {
    const port = this.#nextPort;
    this.#nextPort = port === LAST_EPHEMERAL ? FIRST_EPHEMERAL : port + 1;
    return port;
  }
}

function track(host: Attachment | undefined, socket: VirtualSocket): void {
  if (host === undefined) return;
  host.sockets.add(socket);
  socket.once('close', () => host.sockets.delete(socket));
}
