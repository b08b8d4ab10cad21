import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Faults below TLS. They act on connections that are open, and on those to come. */
export interface TcpFaults {
  /** Connections taken since the start. */
  connections(): number;
  open(): number;
  port(): number;
  /** RST to every open connection. */
  reset(): void;
  /** True: nothing passes any more and nothing is closed, as when a cable is pulled. */
  stall(on: boolean): void;
  /** Answers come in pieces of so many bytes, each a packet; null: as they are. */
  slice(bytes: number | null): void;
  /** Answers come this slowly; null: as fast as they can. */
  slow(bytesPerSecond: number | null): void;
  /** True: connections are refused, and open ones reset. */
  refuse(on: boolean): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly inner: Socket;
}

/** Listens on 127.0.0.1 and passes bytes to `innerPort`. */
export async function createTcpFaults(innerPort: number): Promise<TcpFaults> {
  const pairs = new Set<Pair>();
  const shape: { stalled: boolean; piece: number | null; rate: number | null } = {
    stalled: false,
    piece: null,
    rate: null,
  };
  let count = 0;
  const server = createServer((client) => {
    count += 1;
    const inner = connect(innerPort, '127.0.0.1');
    const pair = { client, inner };
    pairs.add(pair);
    client.setNoDelay(true);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      inner.destroy();
    };
    for (const socket of [client, inner]) socket.on('error', end).on('close', end);
    if (shape.stalled) stallPair(pair, true);
    client.on('data', (bytes) => inner.write(bytes) || backPressure(client, inner));
    inner.on('data', (bytes) => {
      inner.pause();
      void deliver(bytes, client, shape).then(() => shape.stalled || inner.resume());
    });
  });
  const port = await listen(server, 0);
  const reset = (): void => pairs.forEach(({ client }) => client.resetAndDestroy());
  return {
    connections: () => count,
    open: () => pairs.size,
    port: () => port,
    reset,
    stall: (on) => {
      shape.stalled = on;
      pairs.forEach((pair) => stallPair(pair, on));
    },
    slice: (bytes) => (shape.piece = bytes),
    slow: (bytesPerSecond) => (shape.rate = bytesPerSecond),
    refuse: async (on) => {
      if (on === !server.listening) return;
      if (!on) {
        await listen(server, port);
        return;
      }
      const closed = new Promise((resolve) => server.close(resolve));
      reset();
      await closed;
    },
    close: async () => {
      reset();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function stallPair({ client, inner }: Pair, on: boolean): void {
  for (const socket of [client, inner]) {
    if (on) socket.pause();
    else socket.resume();
  }
}

function backPressure(from: Socket, to: Socket): void {
  from.pause();
  to.once('drain', () => from.resume());
}

async function deliver(
  bytes: Buffer,
  client: Socket,
  { piece, rate }: { readonly piece: number | null; readonly rate: number | null },
): Promise<void> {
  const size = piece ?? (rate === null ? bytes.length : Math.max(1, Math.round(rate / 50)));
  for (let from = 0; from < bytes.length && !client.destroyed; from += size) {
    const part = bytes.subarray(from, from + size);
    await new Promise<void>((resolve) => client.write(part, () => resolve()));
    if (rate !== null) await new Promise((resolve) => setTimeout(resolve, (part.length / rate) * 1_000));
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
