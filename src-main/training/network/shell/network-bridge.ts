import { ConnectError } from '../connect-error.ts';
import type { PodNetwork } from '../pod-network.ts';
import { VirtualSocket } from '../virtual-socket.ts';
import type { ConnectPace } from './connect-pace.ts';
import { PortSocket } from './port-socket.ts';
import type { FromShell, ToShell } from './shell-messages.ts';

/** How many connections a shell may have open at once: a learner's loop must not take the memory of all. */
const MAX_CONNECTIONS = 256;

/** The other end of RemoteNetwork: does in the virtual network what a shell asks for. */
export class NetworkBridge {
  readonly #network: PodNetwork;
  readonly #pace: ConnectPace;
  readonly #post: (message: ToShell) => void;
  readonly #sockets = new Map<number, PortSocket>();
  readonly #connecting = new Map<number, AbortController>();

  constructor(network: PodNetwork, pace: ConnectPace, post: (message: ToShell) => void) {
    this.#network = network;
    this.#pace = pace;
    this.#post = post;
  }

  receive(message: FromShell): void {
    switch (message.kind) {
      case 'connect':
        void this.#connect(message.id, message.address, message.port);
        break;
      case 'cancel':
        this.#connecting.get(message.id)?.abort();
        break;
      case 'ask':
        void this.#network.ask(message.name, message.type).then((answer) => {
          this.#post({ kind: 'answer', id: message.id, answer });
        });
        break;
      case 'data':
      case 'ack':
      case 'end':
      case 'close':
        this.#sockets.get(message.id)?.receive(message);
        break;
      default:
    }
  }

  /** The shell is gone, and its connections with it. */
  close(): void {
    for (const connecting of this.#connecting.values()) connecting.abort();
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  async #connect(id: number, address: string, port: number): Promise<void> {
    if (this.#connecting.size + this.#sockets.size >= MAX_CONNECTIONS) {
      this.#post({ kind: 'connect-failed', id, code: 'EHOSTUNREACH' });
      return;
    }
    const controller = new AbortController();
    this.#connecting.set(id, controller);
    try {
      await this.#pace.turn();
      const socket = await this.#network.connect(address, port, controller.signal);
      if (socket instanceof VirtualSocket && !controller.signal.aborted) this.#join(id, socket);
      else socket.destroy();
    } catch (error) {
      const code = error instanceof ConnectError ? error.code : 'ECONNREFUSED';
      this.#post({ kind: 'connect-failed', id, code });
    } finally {
      this.#connecting.delete(id);
    }
  }

  #join(id: number, socket: VirtualSocket): void {
    const { localAddress, localPort, remoteAddress, remotePort } = socket;
    const addresses = { localAddress, localPort, remoteAddress, remotePort };
    const port = new PortSocket(id, addresses, this.#post);
    this.#sockets.set(id, port);
    this.#post({ kind: 'connected', id, addresses });
    socket.pipe(port);
    port.pipe(socket);
    socket.once('error', (error) => port.destroy(error));
    port.once('error', () => socket.resetAndDestroy());
    port.once('close', () => {
      this.#sockets.delete(id);
      socket.destroy();
    });
    socket.once('close', () => {
      if (!port.writableEnded) port.end();
    });
  }
}
