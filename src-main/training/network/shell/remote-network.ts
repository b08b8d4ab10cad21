import type { Duplex } from 'node:stream';
import { ConnectError } from '../connect-error.ts';
import type { DnsAnswer, RecordType } from '../dns-zone.ts';
import type { PodNetwork } from '../pod-network.ts';
import { PortSocket } from './port-socket.ts';
import type { FromShell, ToShell } from './shell-messages.ts';

interface Pending {
  readonly resolve: (socket: Duplex) => void;
  readonly reject: (error: Error) => void;
}

/** A Pod's network in the worker: every connection and question goes to the thread that has the virtual network. */
export class RemoteNetwork implements PodNetwork {
  readonly #post: (message: FromShell) => void;
  readonly #sockets = new Map<number, PortSocket>();
  readonly #connecting = new Map<number, Pending>();
  readonly #asking = new Map<number, (answer: DnsAnswer) => void>();
  #nextId = 1;

  constructor(post: (message: FromShell) => void) {
    this.#post = post;
  }

  connect(address: string, port: number, signal: AbortSignal): Promise<Duplex> {
    const id = this.#nextId++;
    return new Promise<Duplex>((resolve, reject) => {
      const cancel = (): void => {
        this.#connecting.delete(id);
        this.#post({ kind: 'cancel', id });
        reject(new ConnectError('ECONNABORTED'));
      };
      if (signal.aborted) {
        reject(new ConnectError('ECONNABORTED'));
        return;
      }
      signal.addEventListener('abort', cancel, { once: true });
      const settled = (): void => {
        signal.removeEventListener('abort', cancel);
        this.#connecting.delete(id);
      };
      this.#connecting.set(id, {
        resolve: (socket) => {
          settled();
          resolve(socket);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#post({ kind: 'connect', id, address, port });
    });
  }

  ask(name: string, type: RecordType): Promise<DnsAnswer> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#asking.set(id, resolve);
      this.#post({ kind: 'ask', id, name, type });
    });
  }

  receive(message: ToShell): void {
    switch (message.kind) {
      case 'connected': {
        const socket = new PortSocket(message.id, message.addresses, this.#post);
        const pending = this.#connecting.get(message.id);
        if (pending === undefined) {
          socket.destroy();
          return;
        }
        this.#sockets.set(message.id, socket);
        socket.once('close', () => this.#sockets.delete(message.id));
        pending.resolve(socket);
        break;
      }
      case 'connect-failed':
        this.#connecting.get(message.id)?.reject(new ConnectError(message.code));
        break;
      case 'answer':
        this.#asking.get(message.id)?.(message.answer);
        this.#asking.delete(message.id);
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
}
