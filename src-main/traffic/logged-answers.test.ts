import { describe, expect, it } from 'vitest';
import type { Hit } from '#shared/traffic/hit.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/support/fake-clock.ts';
import { aRunRequest } from '../../test/support/run-request.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { countLoggedAnswers } from './logged-answers.ts';
import type { Errand } from './run-context.ts';
import { createRunState, type RunState } from './run-state.ts';

const SIDE = { affinity: 'None', service: 'web', clusterIP: '10.0.0.1' } as const;
const ERRANDS: readonly Errand[] = ['c-0', 'c-1'].map((name) => ({
  side: SIDE,
  client: { name, ip: null, node: null },
  nonce: `nonce-of-${name}`,
}));

const HIT: Omit<Hit, 'seq' | 'client'> = {
  ...{ side: 'None', at: 0, latencyMs: 1, status: 200, pod: null, rule: null, error: null },
};

interface Scene {
  readonly clock: FakeClock;
  readonly state: RunState;
  /** How often the counts were told. */
  readonly told: () => number;
  readonly settle: () => Promise<void>;
  /** The log of the one Pod gets a line, which comes in a piece of its own. */
  readonly log: (nonce: string) => Promise<void>;
}

async function start(): Promise<Scene> {
  const clock = createFakeClock();
  const request = aRunRequest({ requests: 20, clients: 2, identify: { by: 'logs', inQuery: false } });
  const state = createRunState('r', { request, serviceUid: 'u', own: 'None', caveats: [] }, clock, () => undefined);
  state.setSides([{ ...SIDE, asked: 0, logged: null }]);
  let told = 0;
  const setLogged: RunState['setLogged'] = (...counts) => {
    told += 1;
    state.setLogged(...counts);
  };
  let send: (bytes: Uint8Array) => void = () => undefined;
  const stdout = new ReadableStream<Uint8Array>({
    start: (controller) => void (send = (bytes) => controller.enqueue(bytes)),
  });
  const pod = { metadata: { uid: 'uid' }, spec: { containers: [{ name: 'web' }] }, status: { phase: 'Running' } };
  const api: KubeApi = {
    json: <T>(_request: ApiRequest) => Promise.resolve(pod as T),
    stream: () => Promise.resolve(stdout),
    clockSkewMs: () => null,
  };
  const run = { deps: { api, clock }, request, state: { ...state, setLogged } };
  const logged = countLoggedAnswers(run, ERRANDS, new AbortController().signal);
  logged.follow([{ uid: 'uid', pod: 'web-1', ips: [], ready: true, hinted: false }]);
  await settle();
  return {
    ...{ clock, state, told: () => told },
    settle: async () => {
      const done = logged.settle();
      await clock.advance(10_000);
      await done;
    },
    log: async (nonce) => {
      send(Buffer.from(`2026-11-24T04:00:00.000000001Z GET / ${nonce}\n`));
      await settle();
    },
  };
}

/** Both clients ask ten times and are answered; each answer makes so many lines. */
async function play(scene: Scene, lines: number): Promise<void> {
  for (const { client, nonce } of ERRANDS) {
    scene.state.addAsked('None', client.name, 10);
    for (let seq = 1; seq <= 10; seq += 1) {
      scene.state.addHit({ ...HIT, seq, client: client.name });
      for (let line = 0; line < lines; line += 1) await scene.log(nonce);
    }
  }
}

describe('answers counted from logs', () => {
  it('are counted per Pod and client', async () => {
    const scene = await start();
    await play(scene, 1);
    await scene.settle();
    expect(scene.state.status().sides).toMatchObject([{ asked: 20, logged: { 'web-1': { 'c-0': 10, 'c-1': 10 } } }]);
  });

  it('are unknown where a request makes two lines, though each client’s lines are no more than both clients asked', async () => {
    const scene = await start();
    await play(scene, 2);
    await scene.settle();
    expect(scene.state.status().sides).toMatchObject([{ asked: 20, logged: null }]);
  });

  it('are added up once for all pieces of logs that come within a moment', async () => {
    const scene = await start();
    await play(scene, 1);
    expect(scene.told()).toBe(0);
    await scene.clock.advance(200);
    expect(scene.told()).toBe(1);
    await scene.clock.advance(5_000);
    expect(scene.told()).toBe(1);
    await scene.log('nonce-of-c-0');
    await scene.clock.advance(200);
    expect(scene.told()).toBe(2);
  });
});
