import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { parse } from 'yaml';
import type { Forgetting } from './forgetting.ts';

/** An object as it goes over the wire. */
export type Wire = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly code: number;
  readonly body: unknown;
  /** Warning headers' texts: kubectl prints them. */
  readonly warnings: readonly string[];
}

export interface Sent {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
}

export interface WatchAsk {
  /** Ends the watch when so many events came; at 4 s in any case. */
  readonly events: number;
  readonly accept?: string;
  /** Runs once the watch has begun. */
  readonly during?: () => Promise<unknown>;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A cluster that a case is played on: the raw API and kubectl, by the same kubeconfig. */
export interface Target {
  /** The namespace of this suite, of the same name on each target. */
  readonly namespace: string;
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  watch(path: string, ask: WatchAsk): Promise<readonly unknown[]>;
  kubectl(args: readonly string[], input?: string): Promise<Ran>;
  /** Until a list of ConfigMaps at any older version is refused. */
  forget(version: string): Promise<void>;
}

interface KubeconfigFile {
  readonly 'current-context': string;
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly clusters: readonly { readonly name: string; readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, string>> }[];
}

const WATCH_MS = 4_000;
const KUBECTL_BYTES = 16 * 1024 * 1024;

/** Without a context: the file's own current one. `forgetting`: undefined where the cluster can't be made to forget. */
export async function openTarget(
  kubeconfig: string,
  context: string,
  namespace: string,
  forgetting?: Forgetting,
): Promise<Target> {
  const file = parse(await readFile(kubeconfig, 'utf8')) as KubeconfigFile;
  const name = context === '' ? file['current-context'] : context;
  const parts = file.contexts.find((each) => each.name === name)?.context;
  const cluster = file.clusters.find((each) => each.name === parts?.cluster)?.cluster ?? {};
  const user = file.users.find((each) => each.name === parts?.user)?.user ?? {};
  const bytes = (text: string | undefined): Buffer | undefined =>
    text === undefined ? undefined : Buffer.from(text, 'base64');
  const agent = new Agent({
    keepAlive: true,
    ca: bytes(cluster['certificate-authority-data']),
    cert: bytes(user['client-certificate-data']),
    key: bytes(user['client-key-data']),
  });
  const headers = user.token === undefined ? {} : { authorization: `Bearer ${user.token}` };
  const open = (method: string, path: string, sent: Sent): Promise<IncomingMessage> =>
    begin(new URL(path, cluster.server), method, agent, headers, sent);
  const send: Target['send'] = async (method, path, sent = {}) => answerOf(await open(method, path, sent));
  return {
    namespace,
    send,
    forget: (version) => forget(send, namespace, version, forgetting),
    watch: async (path, ask) =>
      follow(await open('GET', path, ask.accept === undefined ? {} : { accept: ask.accept }), ask),
    kubectl: (args, input) =>
      runKubectl(['--kubeconfig', kubeconfig, '--context', name, '-n', namespace, ...args], input),
  };
}

async function forget(
  send: Target['send'],
  namespace: string,
  version: string,
  forgetting: Forgetting | undefined,
): Promise<void> {
  if (forgetting === undefined) throw new Error('nothing makes this cluster forget');
  const before = `resourceVersion=${String(Number(version) - 1)}&resourceVersionMatch=Exact&limit=1`;
  do await forgetting(version);
  while ((await send('GET', `/api/v1/namespaces/${namespace}/configmaps?${before}`)).code === 200);
}

function begin(
  url: URL,
  method: string,
  agent: Agent,
  headers: Readonly<Record<string, string>>,
  { body, type = 'application/json', accept = 'application/json' }: Sent,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
    // Node.js tells no length of a DELETE's body by itself.
    const content = { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) };
    const all = { ...headers, accept, ...(body === undefined ? {} : content) };
    const request = httpsRequest(url, { method, agent, headers: all }, resolve);
    request.on('error', reject);
    request.end(body === undefined ? undefined : text);
  });
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const isJson = response.headers['content-type']?.includes('json') === true;
  const warning = response.headers.warning;
  const warnings = warning === undefined ? [] : [warning];
  return {
    code: response.statusCode ?? 0,
    body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
    warnings,
  };
}

async function follow(response: IncomingMessage, { events, during }: WatchAsk): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const end = setTimeout(() => response.destroy(), WATCH_MS);
  const happening = during?.();
  let rest = '';
  try {
    for await (const chunk of response) {
      const lines = (rest + (chunk as Buffer).toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) seen.push(JSON.parse(line));
      if (seen.length >= events) break;
    }
  } catch (error) {
    if (!response.destroyed) throw error;
  } finally {
    clearTimeout(end);
    response.destroy();
  }
  await happening;
  return rest === '' ? seen : [...seen, JSON.parse(rest) as unknown];
}

function runKubectl(args: readonly string[], input?: string): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile('kubectl', args, { maxBuffer: KUBECTL_BYTES }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
