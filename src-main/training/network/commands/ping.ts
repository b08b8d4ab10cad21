import { isInCidr, isLoopback, SERVICE_CIDR } from '../addresses.ts';
import { pause, resolve, INTERRUPTED, type Tool } from './tool.ts';

/**
 * Says whose address it is, and that a Service's ClusterIP answers no ping: kube-proxy translates the ports of a
 * Service, and ICMP has none. Pods are asked for a connection instead, whose refusal is an answer too.
 */
export const ping: Tool = async (context) => {
  const { args, out, err, signal, facts } = context;
  const countAt = args.indexOf('-c');
  const count = countAt === -1 ? Infinity : Number(args[countAt + 1] ?? 1);
  const name = args.find(
    (argument, index) => !argument.startsWith('-') && (index === 0 || !/^-[cWwis]$/.test(args[index - 1] ?? '')),
  );
  const [address] = name === undefined ? [] : await resolve(context, name);
  if (name === undefined || address === undefined) {
    await err(`ping: bad address '${name ?? ''}'\n`);
    return 1;
  }
  await out(`PING ${name} (${address}): 56 data bytes\n`);
  let received = 0;
  let sent = 0;
  while (sent < count && (await turn(sent, signal))) {
    const startedAt = performance.now();
    const answered = isLoopback(address) || address === facts.podIP || (await isThere(context, address));
    const ms = (performance.now() - startedAt).toFixed(3);
    if (answered) await out(`64 bytes from ${address}: seq=${sent} ttl=63 time=${ms} ms\n`);
    received += answered ? 1 : 0;
    sent += 1;
  }
  const loss = sent === 0 ? 0 : Math.round(((sent - received) / sent) * 100);
  await out(`\n--- ${name} ping statistics ---\n`);
  await out(`${sent} packets transmitted, ${received} packets received, ${loss}% packet loss\n`);
  if (signal.aborted) return INTERRUPTED;
  return received > 0 ? 0 : 1;
};

/** A second after the last one; false where the wait was interrupted. */
async function turn(sent: number, signal: AbortSignal): Promise<boolean> {
  if (sent > 0) await pause(1_000, signal);
  return !signal.aborted;
}

async function isThere({ network, signal }: Parameters<Tool>[0], address: string): Promise<boolean> {
  if (isInCidr(address, SERVICE_CIDR)) return false;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 1_000);
  signal.addEventListener('abort', () => limit.abort(), { once: true });
  try {
    (await network.connect(address, 7, limit.signal)).destroy();
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
  } finally {
    clearTimeout(timer);
  }
}
