import { request as httpsRequest } from 'node:https';
import { AdmittedCluster } from '../../src-main/training/admission/admitted-cluster.ts';
import { ApiServer } from '../../src-main/training/api/api-server.ts';
import { createBaseObjects } from '../../src-main/training/base-objects.ts';
import { makeServerCertificate } from '../../src-main/training/certificates.ts';
import type { Draft } from '../../src-main/training/cluster-api.ts';
import { at, jsonListOf } from '../../src-main/training/json.ts';
import type { ContainerAccess, TerminalSession } from '../../src-main/training/pod-runtime.ts';
import { ObjectStore } from '../../src-main/training/store/object-store.ts';

export const TOKEN = 'secret';
export const PODS = '/api/v1/namespaces/default/pods';
export const MAPS = '/api/v1/namespaces/default/configmaps';

/** Few enough that a test can pass them. */
const REMEMBERED = 200;

export interface Answer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: Draft;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Called when the answer begins. */
  readonly begun?: () => void;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: Draft;
}

/** The API of a cluster without controllers and Pods, over TLS. `errors` are those that are no Status. */
export interface TrainingApi {
  readonly store: ObjectStore;
  readonly cluster: AdmittedCluster;
  readonly server: ApiServer;
  readonly port: number;
  readonly ca: string;
  readonly errors: readonly unknown[];
  ask(path: string, ask?: Ask): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The events of a watch of one second; `during` runs once it has begun. */
  watch(path: string, query: string, during?: () => void): Promise<readonly WatchEvent[]>;
}

export async function startTrainingApi(): Promise<TrainingApi> {
  const errors: unknown[] = [];
  const certificate = await makeServerCertificate(Date.now(), ['127.0.0.1']);
  const store = new ObjectStore(REMEMBERED);
  const cluster = new AdmittedCluster({ store, now: () => Date.now(), random: Math.random });
  createBaseObjects(cluster);
  const backing = { cluster, store, containers: echoContainers() };
  const server = new ApiServer({ backing, certificate, token: TOKEN, onError: (error) => errors.push(error) });
  const port = await server.listen();
  const ask = (path: string, wanted: Ask = {}): Promise<Answer> => send(port, certificate.ca, path, wanted);
  return {
    store,
    cluster,
    server,
    port,
    ca: certificate.ca,
    errors,
    ask,
    post: (path, body, headers = {}) => ask(path, { method: 'POST', body, headers }),
    watch: async (path, query, during) => {
      const begun = during ?? (() => undefined);
      const { text } = await ask(`${path}?watch=1&timeoutSeconds=1&${query}`, { begun });
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as WatchEvent);
    },
  };
}

function send(
  port: number,
  ca: string,
  path: string,
  { method = 'GET', headers = {}, body, begun }: Ask,
): Promise<Answer> {
  const sent = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers };
  const target = { host: '127.0.0.1', port, path, method, ca, servername: 'localhost', headers: sent };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(target, (response) => {
      begun?.();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isOne = text.startsWith('{') && !text.includes('}\n{');
        const parsed = isOne ? (JSON.parse(text) as Draft) : {};
        resolve({ code: response.statusCode ?? 0, headers: response.headers, text, body: parsed });
      });
    });
    request.on('error', reject);
    if (body !== undefined) request.write(typeof body === 'string' ? body : JSON.stringify(body));
    request.end();
  });
}

/** A ConfigMap. */
export function aMap(name: string, labels: Draft = {}): Draft {
  return { metadata: { name, labels }, data: { a: '1' } };
}

export function namesOf(answer: Answer): readonly unknown[] {
  return jsonListOf(answer.body.items).map((item) => at(item, 'metadata', 'name'));
}

/** A command that writes what it reads and exits with 3 at the end of its input. */
function echoContainers(): ContainerAccess {
  const exec = (): TerminalSession => {
    let exit: (code: number) => void = () => undefined;
    let tell: Parameters<TerminalSession['onOutput']>[0] = () => undefined;
    const exited = new Promise<number>((resolve) => {
      exit = resolve;
    });
    return {
      write: (data) => {
        if (data[0] === 4) exit(3);
        else void tell('stdout', data);
      },
      endInput: () => exit(3),
      resize: () => undefined,
      onOutput: (listener) => {
        tell = listener;
      },
      exited,
      close: () => undefined,
    };
  };
  return {
    exec,
    attach: exec,
    log: () => (async function* () {})(),
    dial: () => Promise.reject(new Error('no network here')),
  };
}
