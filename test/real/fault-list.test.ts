import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from '../../src-main/kube/connection.ts';
import type { CredentialSource } from '../../src-main/kube/credentials.ts';
import type { FailureError } from '../../src-main/kube/failure-error.ts';
import { collectionPath } from '../../src-main/kube/watch-targets.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { openStage, type Scene } from '../support/fault-scene.ts';
import { eventually } from '../support/kubectl.ts';
import { createScaledClock } from '../support/scaled-clock.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());

/** Backoff is waited for at this pace. */
const FACTOR = 20;
const servicesPath = (): string => collectionPath('Service', stage.namespace);

/** Makes the next read of Services a whole one. */
function voidVersion({ proxy }: Scene): void {
  const object = { kind: 'Status', code: 410, reason: 'Expired' };
  for (const watch of proxy.watches()) {
    if (watch.request.path.endsWith('/services')) watch.inject(`${JSON.stringify({ type: 'ERROR', object })}\n`);
  }
}

/** Never blank, said to be stale, and mended; the tries are spaced as backoff says. */
async function expectPatience(
  scene: Scene,
  breakIt: () => void | Promise<void>,
  mendAfter: () => Promise<unknown>,
): Promise<void> {
  await scene.phase('synced');
  await scene.equal();
  let fewest = Infinity;
  scene.watch.onDirty(() => (fewest = Math.min(fewest, scene.watch.stores.Service.size)));
  const size = scene.watch.stores.Service.size;
  expect(size).toBeGreaterThan(0);
  scene.mark();
  await breakIt();
  await scene.phase('stale');
  await mendAfter();
  await scene.put('f5-after', { at: String(Date.now()) });
  const ms = await scene.equal(60_000);
  await scene.phase('synced');
  expect(fewest).toBeGreaterThanOrEqual(size);
  console.log(`  equal again after ${String(ms)} ms at ${String(FACTOR)} times the pace`);
}

describe('F5 a list that fails five times, then works', () => {
  beforeAll(() =>
    stage.scene({}, async (scene) => {
      await Promise.all(['f5-a', 'f5-b', 'f5-after'].map((name) => scene.put(name)));
      await scene.equal();
    }),
  );

  it('F5 500: backoff from 0.8 s up, old rows stay and are marked', () =>
    stage.scene({ clock: createScaledClock(FACTOR) }, async (scene) => {
      let failed = 0;
      const lists = (): number[] => scene.services().flatMap(({ kind, at }) => (kind === 'list' ? [at * FACTOR] : []));
      await expectPatience(
        scene,
        () => {
          scene.proxy.fault = ({ kind, path }) => {
            if (!path.endsWith('/services') || (kind !== 'list' && kind !== 'stream')) return null;
            if (kind === 'list') failed += 1;
            return failed > 5
              ? null
              : { kind: 'status', status: 500, body: { kind: 'Status', code: 500, message: 'etcd is away' } };
          };
          voidVersion(scene);
        },
        () => eventually(() => Promise.resolve(failed > 5 ? true : null), 'the sixth list', 30_000),
      );
      const gaps = lists()
        .slice(1)
        .map((at, index) => (at - (lists()[index] ?? at)) / 1_000);
      console.log(`  gaps in s: ${gaps.map((gap) => gap.toFixed(1)).join(' ')}`);
      expect(gaps.length).toBeGreaterThanOrEqual(5);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.7);
      expect(Math.max(...gaps)).toBeLessThan(40);
      expect(gaps.at(-1)).toBeGreaterThan((gaps[0] ?? Infinity) * 3);
    }));

  it('F5 refused: the connection comes back, and nothing is listed again', () =>
    stage.scene({ clock: createScaledClock(FACTOR) }, async (scene) => {
      await expectPatience(
        scene,
        () => scene.proxy.tcp.refuse(true),
        async () => {
          const refused = (): Promise<true | null> => {
            const state = scene.watch.states().Service;
            return Promise.resolve(state.phase === 'stale' && state.reason.code === 'connect.refused' ? true : null);
          };
          await eventually(refused, 'refused, in words', 10_000);
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          await scene.proxy.tcp.refuse(false);
        },
      );
      expect(scene.services().every(({ kind }) => kind === 'watch')).toBe(true);
    }));

  it('F5 DNS: the name is told', async () => {
    const proxy = { server: new URL('https://api.servicescope.invalid:6443') };
    const over = new AbortController();
    const source = {
      server: proxy.server,
      user: 'me',
      current: () => Promise.resolve({ ...stage.upstream, ...proxy }),
    };
    const api = openConnection({ credentials: source, userAgent: 'servicescope/test', signal: over.signal });
    const refusal = await api.json({ method: 'GET', path: '/version' }).catch((error: unknown) => error);
    over.abort();
    expect((refusal as FailureError).failure).toEqual({
      code: 'connect.dns',
      parameters: { host: 'api.servicescope.invalid' },
    });
  });

  it('F5 DNS: a name that is not found and then is again: told, and mended without a restart', () => {
    let away = false;
    const nowhere = new URL('https://api.servicescope.invalid:6443');
    const source = (plain: CredentialSource): CredentialSource => ({
      ...plain,
      current: async () => ({ ...(await plain.current()), ...(away ? { server: nowhere } : {}) }),
    });
    return stage.scene({ clock: createScaledClock(FACTOR), source }, (scene) =>
      expectPatience(
        scene,
        () => {
          away = true;
          scene.proxy.tcp.reset();
        },
        async () => {
          const unknown = (): Promise<true | null> => {
            const state = scene.watch.states().Service;
            return Promise.resolve(state.phase === 'stale' && state.reason.code === 'connect.dns' ? true : null);
          };
          await eventually(unknown, 'the name is not found, in words', 10_000);
          away = false;
        },
      ),
    );
  });

  it('F5 "try again now" does not wait for the backoff', () =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      await scene.proxy.tcp.refuse(true);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      await scene.proxy.tcp.refuse(false);
      const began = Date.now();
      scene.watch.retryNow();
      await scene.phase('synced');
      expect(Date.now() - began).toBeLessThan(1_000);
    }));
});

describe('F12 a slow link', () => {
  /** Every object grown by 100 KB of white space, which JSON allows after a value: a long list of few objects. */
  async function* grown(body: AsyncIterable<Buffer>): AsyncIterable<string> {
    let rest = '';
    for await (const chunk of body) {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield `${line}${' '.repeat(100_000)}\n`;
    }
    yield rest + ' '.repeat(2_000_000);
  }
  const slowly = (proxy: FaultProxy): void => {
    proxy.fault = ({ path, kind }) =>
      path.endsWith('/services') && kind !== 'watch' ? { kind: 'body', rewrite: grown } : null;
    proxy.tcp.slow(50_000);
  };

  it('F12 50 kB/s: progress is told, a body longer than any timeout of heads arrives whole', () =>
    stage.scene({}, async (first) => {
      await Promise.all(Array.from({ length: 16 }, (_, n) => first.put(`f12-${String(n)}`)));
      await first.equal();
      await stage.scene({ before: slowly }, async (scene) => {
        const began = Date.now();
        await scene.phase('synced', 90_000);
        const loaded = scene.states.flatMap((state) => (state.phase === 'connecting' ? [state.loaded] : []));
        console.log(`  synced after ${String(Date.now() - began)} ms, progress ${loaded.join(' ')}`);
        expect(Date.now() - began).toBeGreaterThan(31_000);
        expect(new Set(loaded).size).toBeGreaterThan(5);
        scene.proxy.tcp.slow(null);
        await scene.equal();
      });
    }));

  it('F12 a list that is under way ends within 200 ms of its cancel', () =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      scene.proxy.fault = ({ path }) => (path.endsWith('/services') ? { kind: 'body', rewrite: grown } : null);
      scene.proxy.tcp.slow(50_000);
      const cancel = new AbortController();
      const list = scene.api
        .json({ method: 'GET', path: servicesPath(), signal: cancel.signal })
        .catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const began = Date.now();
      cancel.abort();
      const refusal = await list;
      console.log(`  canceled in ${String(Date.now() - began)} ms`);
      expect(Date.now() - began).toBeLessThan(200);
      expect((refusal as FailureError).failure.code).toBe('canceled');
    }));
});
