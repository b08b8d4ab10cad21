import { createServer, type Server } from 'node:http';
import type { Clock } from '../clock.ts';
import { exitOf, type ContainerRun } from './container-run.ts';
import type { HandleRequest, Listener, ServerPlan } from './programs/program.ts';
import type { NetworkHost } from './virtual-network.ts';
import type { VirtualSocket } from './virtual-socket.ts';

export interface ServerDeps {
  readonly host: NetworkHost;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  /** Told of each request before it is answered. */
  readonly onRequest: (remoteAddress: string) => void;
}

/** Real HTTP servers that never listen: each connection comes from the virtual network. */
export function startServers(plan: ServerPlan, deps: ServerDeps): ContainerRun {
  let settle: (exitCode: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => {
    settle = resolve;
  }).then(exitOf);
  if (plan.kind === 'fails') {
    deps.log(plan.message);
    settle(plan.exitCode);
    return { exited, session: undefined, stop: () => undefined };
  }
  const served: Served[] = [];
  try {
    for (const listener of plan.listeners) served.push(new Served(listener, deps));
  } catch (error) {
    deps.log(`${error instanceof Error ? error.message : String(error)}\n`);
    for (const one of served) one.kill();
    settle(1);
  }
  return {
    exited,
    session: undefined,
    stop: (graceMs) => {
      const ended = Promise.all(served.map(async (one) => one.drain()));
      const kill = deps.clock.after(graceMs, () => {
        for (const one of served) one.kill();
      });
      void ended.then(() => {
        kill();
        settle(plan.exitCode);
      });
    },
  };
}

/** One port of one Pod. */
class Served {
  readonly #server: Server;
  readonly #unlisten: () => void;
  /** Connection → requests that are being answered on it. */
  readonly #sockets = new Map<VirtualSocket, number>();
  #drained: (() => void) | undefined;

  constructor({ port, handle }: Listener, { host, onRequest }: ServerDeps) {
    this.#server = createServer();
    this.#server.on('request', this.#counting(handle, onRequest));
    this.#unlisten = host.listen(port, (socket) => {
      this.#sockets.set(socket, 0);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        if (this.#sockets.size === 0) this.#drained?.();
      });
      this.#server.emit('connection', socket);
    });
  }

  /** No new connections; what is being answered may end. */
  async drain(): Promise<void> {
    this.#unlisten();
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    for (const [socket, answering] of this.#sockets) if (answering === 0) socket.destroy();
    if (this.#sockets.size > 0) await drained;
  }

  kill(): void {
    this.#unlisten();
    for (const socket of this.#sockets.keys()) socket.resetAndDestroy();
  }

  #counting(handle: HandleRequest, onRequest: (remoteAddress: string) => void): HandleRequest {
    return (request, response) => {
      onRequest(request.socket.remoteAddress ?? '');
      const socket = [...this.#sockets.keys()].find((one) => Object.is(one, request.socket));
      if (socket !== undefined) this.#sockets.set(socket, (this.#sockets.get(socket) ?? 0) + 1);
      response.once('close', () => {
        if (socket === undefined || !this.#sockets.has(socket)) return;
        this.#sockets.set(socket, (this.#sockets.get(socket) ?? 1) - 1);
        if (this.#drained !== undefined) socket.end();
      });
      handle(request, response);
    };
  }
}
