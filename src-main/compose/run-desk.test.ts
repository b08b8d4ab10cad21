import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { settle } from '../../test/support/fake-clock.ts';
import { systemClock } from '../kube/clock.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import type { TrafficDeps } from '../traffic/traffic-deps.ts';
import type { ClusterConnection } from './connections.ts';
import type { WindowCluster } from './open-clusters.ts';
import { createRunDesk, keptRuns, type RunDesk } from './run-desk.ts';
import type { AppWindow } from './windows.ts';

const request: RunRequest = {
  namespace: 'n',
  service: 'web',
  port: 80,
  scheme: 'http',
  path: '/',
  requests: 10,
  rate: 10,
  clients: 1,
  timeoutMs: 1_000,
  newConnection: true,
  affinity: 'as-is',
  identify: { by: 'answer' },
};

interface Server {
  readonly api: KubeApi;
  /** Objects that were created, not only tried. */
  readonly created: readonly string[];
  /** Paths of requests that wait for `go`. */
  readonly waiting: readonly string[];
  readonly go: () => void;
}

/** An API server that allows everything, and lets requests wait whose path and query say so. */
function serverOf(waits: (request: ApiRequest) => boolean): Server {
  const created: string[] = [];
  const waiting: string[] = [];
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const service = {
    metadata: { namespace: 'n', name: 'web', uid: 'u', resourceVersion: '1' },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.0.0.1',
      clusterIPs: ['10.0.0.1'],
      ports: [{ port: 80, protocol: 'TCP' }],
    },
  };
  const json = async (asked: ApiRequest): Promise<unknown> => {
    if (waits(asked)) {
      waiting.push(asked.path);
      await gate;
    }
    if (asked.path.endsWith('/services/web')) return service;
    if (asked.path.endsWith('selfsubjectaccessreviews')) return { status: { allowed: true } };
    if (asked.method === 'POST' && asked.query?.dryRun === undefined) created.push(asked.path);
    return { metadata: { name: 'made', uid: 'made' }, items: [] };
  };
  const api: KubeApi = {
    json: async <T>(asked: ApiRequest) => (await json(asked)) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  return { api, created, waiting, go: () => go() };
}

function deskOf({ api }: Server): RunDesk {
  const journal = { entries: () => [], put: () => Promise.resolve(), remove: () => Promise.resolve() };
  const deps: TrafficDeps = {
    api,
    exec: { exec: () => Promise.reject(new Error('no exec here')) },
    clock: systemClock,
    randomBytes,
    journal,
    context: 'c',
    cluster: 'k',
    instance: 'i',
    proxyMode: 'iptables',
    client: { image: 'curl', imagePullSecret: null, imagePullPolicy: 'IfNotPresent' },
  };
  return createRunDesk({
    contexts: { list: () => Promise.reject(new Error()), target: () => Promise.resolve(null as never) },
    connections: { lease: () => ({ api }) as ClusterConnection },
    depsOf: () => Promise.resolve(deps),
    save: () => Promise.resolve(null),
  });
}

const window = { signal: new AbortController().signal, tell: () => undefined } as unknown as AppWindow;
const cluster = {
  opened: { context: 'c' },
  watch: { stores: { Service: new Map(), EndpointSlice: new Map() } },
} as unknown as WindowCluster;

/** Resolves to what became of it, and whether it came about before `go`. */
async function closeWhile(waits: (request: ApiRequest) => boolean): Promise<Server> {
  const server = serverOf(waits);
  const desk = deskOf(server);
  const begun = desk.start(window, cluster, request).catch((error: unknown) => String(error));
  while (server.waiting.length === 0) await settle();
  let closed = false;
  const closing = desk.close().then(() => (closed = true));
  await settle();
  expect(closed).toBe(false);
  server.go();
  await closing;
  await begun;
  expect(desk.live.size).toBe(0);
  return server;
}

describe('ended runs', () => {
  it.each<[string, readonly number[], number]>([
    ['the latest ten', Array.from({ length: 12 }, () => 200), 10],
    ['the latest, whatever it has', [5_000_000, 1], 1],
    ['as many as have a million hits together', [720_000, 200_000, 720_000, 1], 2],
    ['none', [], 0],
  ])('are kept: %s', (_which, hits, kept) => {
    expect(keptRuns(hits)).toBe(kept);
  });
});

describe('quitting', () => {
  it('waits for a run that is planned, and nothing is created', async () => {
    const { created } = await closeWhile(({ query }) => query?.dryRun !== undefined);
    expect(created).toEqual([]);
  });

  it('waits for a run that has been planned and reads its Service, and nothing is created', async () => {
    let reads = 0;
    const { created } = await closeWhile(({ path }) => path.endsWith('/services/web') && (reads += 1) === 2);
    expect(created).toEqual([]);
  });

  it('takes no more runs', async () => {
    const server = serverOf(() => false);
    const desk = deskOf(server);
    await desk.close();
    await expect(desk.start(window, cluster, request)).rejects.toMatchObject({ failure: { code: 'canceled' } });
    expect(server.created).toEqual([]);
  });
});
