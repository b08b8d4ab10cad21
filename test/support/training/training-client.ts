import { request as httpsRequest } from 'node:https';
import { WebSocket } from 'ws';

/** Where an API listens, whom to trust there, and as whom to ask. */
export interface ApiAddress {
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

export interface RawAsk {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface RawAnswer {
  /** 0: the connection was cut without an answer. */
  readonly code: number;
  readonly text: string;
}

/** One HTTP/1.1 request with the token, on a connection of its own. `headers` replace ours; an empty text leaves one out. */
export function ask(
  to: ApiAddress,
  path: string,
  { method = 'GET', headers = {}, body }: RawAsk = {},
): Promise<RawAnswer> {
  const all = { authorization: `Bearer ${to.token}`, 'content-type': 'application/json', ...headers };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const target = { host: '127.0.0.1', port: to.port, ca: to.ca, servername: 'localhost', agent: false };
  return new Promise((resolve, reject) => {
    const call = httpsRequest({ ...target, path, method, headers: sent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () => resolve({ code: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT'].includes(error.code ?? '')) resolve({ code: 0, text: '' });
      else reject(error);
    });
    call.end(body);
  });
}

export interface ExecAnswer {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined: it did not end by itself in time. */
  readonly status: { readonly status?: string } | undefined;
}

/** Runs a command in a Pod of the namespace default, at most so long. */
export function exec(
  to: ApiAddress,
  pod: string,
  command: readonly string[],
  patienceMs = 20_000,
): Promise<ExecAnswer> {
  const query = new URLSearchParams([
    ['stdout', 'true'],
    ['stderr', 'true'],
    ...command.map((each) => ['command', each]),
  ]);
  const socket = new WebSocket(
    `wss://127.0.0.1:${to.port}/api/v1/namespaces/default/pods/${pod}/exec?${query.toString()}`,
    'v5.channel.k8s.io',
    { ca: to.ca, headers: { authorization: `Bearer ${to.token}` } },
  );
  const written = ['', '', '', ''];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.terminate(), patienceMs);
    socket.on('message', (data: Buffer) => {
      const channel = data[0] ?? 0;
      written[channel] = (written[channel] ?? '') + data.subarray(1).toString();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      const [, stdout = '', stderr = '', status = ''] = written;
      resolve({ stdout, stderr, status: status === '' ? undefined : (JSON.parse(status) as { status?: string }) });
    });
  });
}

/** Makes a Pod with one container and waits until it is ready. */
export async function makePod(to: ApiAddress, name: string, image: string): Promise<void> {
  const pods = '/api/v1/namespaces/default/pods';
  const spec = { containers: [{ name: 'main', image }] };
  const { code } = await ask(to, pods, {
    method: 'POST',
    body: JSON.stringify({ metadata: { name, labels: { app: name } }, spec }),
  });
  if (code !== 201) throw new Error(`making a Pod was answered ${code}`);
  while (!(await ask(to, `${pods}/${name}`)).text.includes('"ready":true')) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
