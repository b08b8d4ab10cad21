import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { ProbeAnswer } from '../pod-runtime.ts';
import { ConnectError } from './connect-error.ts';
import type { ContainerView } from './object-views.ts';
import type { NetworkHost, VirtualNetwork } from './virtual-network.ts';

/** What the network reads of a Probe of core/v1. */
export interface ProbeView {
  readonly httpGet?: {
    readonly path?: string;
    readonly port: number | string;
    readonly host?: string;
    readonly scheme?: string;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
  readonly tcpSocket?: { readonly port: number | string; readonly host?: string };
  readonly exec?: { readonly command?: readonly string[] };
  readonly grpc?: unknown;
  readonly timeoutSeconds?: number;
}

export interface ProbeTarget {
  readonly network: VirtualNetwork;
  /** The node: probes come from the kubelet. */
  readonly from: NetworkHost;
  readonly podIP: string;
  readonly container: ContainerView;
}

export const PROBE_OK: ProbeAnswer = { ok: true, message: '' };

export function probeTimeoutMs({ timeoutSeconds }: ProbeView): number {
  return (timeoutSeconds ?? 1) * 1_000;
}

/** Messages as net/http and net of Go word them: what `kubectl describe` shows. */
export async function probeNetwork(target: ProbeTarget, probe: ProbeView): Promise<ProbeAnswer> {
  const { httpGet, tcpSocket } = probe;
  const action = httpGet ?? tcpSocket;
  if (action === undefined) return { ok: false, message: 'unsupported probe type' };
  const port = portNumber(target.container, action.port);
  if (port === null) return { ok: false, message: `couldn't find port: ${action.port}` };
  const host = action.host ?? target.podIP;
  const place = `${host}:${port}`;
  const path = httpGet?.path ?? '/';
  const url = `${(httpGet?.scheme ?? 'HTTP').toLowerCase()}://${place}${path.startsWith('/') ? path : `/${path}`}`;
  const limit = AbortSignal.timeout(probeTimeoutMs(probe));
  const get = httpGet === undefined ? '' : `Get "${url}": `;
  try {
    const socket = await target.network.connect(target.from, host, port, limit);
    if (httpGet === undefined) {
      socket.destroy();
      return PROBE_OK;
    }
    const headers = Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]));
    const status = await statusOf(socket as unknown as Socket, place, url, headers, limit);
    // k8s.io/kubernetes pkg/probe/http: 200 to 399 is success.
    return status >= 200 && status < 400
      ? PROBE_OK
      : { ok: false, message: `HTTP probe failed with statuscode: ${status}` };
  } catch (error) {
    return { ok: false, message: get + reason(error, place, limit.aborted, httpGet !== undefined) };
  }
}

function statusOf(
  socket: Socket,
  place: string,
  url: string,
  given: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { Host: place, 'User-Agent': 'kube-probe/1.34', Accept: '*/*', Connection: 'close', ...given };
    const sent = request({
      createConnection: () => socket,
      path: new URL(url).pathname + new URL(url).search,
      headers,
      signal,
    });
    sent.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      response.once('end', () => socket.destroy());
    });
    sent.once('error', reject);
    sent.end();
  });
}

function reason(error: unknown, place: string, timedOut: boolean, http: boolean): string {
  if (timedOut) {
    return http
      ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
      : `dial tcp ${place}: i/o timeout`;
  }
  if (error instanceof ConnectError) return `dial tcp ${place}: connect: ${error.message.toLowerCase()}`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' ? 'read: connection reset by peer' : 'EOF';
}

function portNumber(container: ContainerView, port: number | string): number | null {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? (/^\d+$/.test(port) ? Number(port) : null);
}
