import { ConnectError } from '../connect-error.ts';
import { ByteReader } from './byte-reader.ts';
import { INTERRUPTED, resolve, type Tool } from './tool.ts';

/** `nc [-zv] [-w SECONDS] HOST PORT`: opens a connection, sends stdin, shows what comes back. */
export const nc: Tool = async (context) => {
  const { args, err, out, signal, stdin } = context;
  const waitAt = args.indexOf('-w');
  const waitMs = waitAt === -1 ? undefined : Number(args[waitAt + 1] ?? 0) * 1_000;
  const [host = '', portText = ''] = args.filter(
    (argument, index) => !argument.startsWith('-') && (waitAt === -1 || index !== waitAt + 1),
  );
  const flags = args.filter((argument) => argument.startsWith('-')).join('');
  const port = Number(portText);
  if (host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    await err('usage: nc [-zv] [-w SECONDS] HOST PORT\n');
    return 1;
  }
  const [address] = await resolve(context, host);
  if (address === undefined) {
    await err(`nc: bad address '${host}'\n`);
    return 1;
  }
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = waitMs === undefined ? undefined : setTimeout(stop, waitMs);
  signal.addEventListener('abort', stop, { once: true });
  const shown = host === address ? `${host} (${address}:${port})` : `${host} (${address}:${port})`;
  try {
    const socket = await context.network.connect(address, port, limit.signal);
    clearTimeout(timer);
    if (flags.includes('v')) await err(`${shown} open\n`);
    if (!flags.includes('z')) {
      signal.addEventListener('abort', () => socket.destroy(), { once: true });
      socket.end(Buffer.from(stdin, 'latin1'));
      const reader = new ByteReader(socket);
      for (let chunk = await reader.next(); chunk !== null; chunk = await reader.next()) await out(chunk);
    }
    socket.destroy();
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    const why = error instanceof ConnectError && error.code !== 'ECONNABORTED' ? error.message : 'Operation timed out';
    if (flags.includes('v') || !flags.includes('z')) await err(`nc: ${shown}: ${why}\n`);
    return 1;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
};
