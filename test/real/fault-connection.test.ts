import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import { FailureError } from '../../src-main/kube/failure-error.ts';
import { collectionPath } from '../../src-main/kube/watch-targets.ts';
import { openStage, type Scene } from '../support/fault-scene.ts';
import { startFaultProxy, type HttpFault, type ProxiedRequest } from '../support/fault-proxy.ts';
import { makeCertificates } from '../support/test-certificates.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const servicesPath = (): string => collectionPath('Service', stage.namespace);

/** Re-watched within 2 s, from a version, with no list, and one change told once. */
async function expectRewatch(
  { put, equal, services, mark, dirty, toldAt }: Scene,
  name: string,
  breakIt: () => void,
): Promise<void> {
  mark();
  dirty.length = 0;
  const brokenAt = Date.now();
  breakIt();
  await put(name, { at: String(Date.now()) });
  await equal();
  const ms = toldAt() - brokenAt;
  console.log(`  ${name}: told ${String(ms)} ms after the break`);
  expect(ms).toBeLessThan(2_000);
  expect(services().map(({ kind }) => kind)).toEqual(['watch']);
  expect(services()[0]?.query.get('resourceVersion')).toMatch(/^\d+$/);
  expect(dirty).toHaveLength(1);
}

describe('F1 RST in a watch', () => {
  it.each([{ http1: false }, { http1: true }])(
    'F1 of the connection: re-watch, no list, nothing lost or doubled ($http1)',
    ({ http1 }) =>
      stage.scene({ http1 }, async (scene) => {
        await scene.put('f1-a');
        await scene.phase('synced');
        await scene.equal();
        await expectRewatch(scene, 'f1-b', () => scene.proxy.tcp.reset());
        expect(scene.states.map(({ phase }) => phase)).toContain('stale');
        await scene.phase('synced');
      }),
  );

  it('F1 of the stream alone: the connection and the other watches stay', () =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      await scene.equal();
      await expectRewatch(scene, 'f1-c', () => {
        for (const watch of scene.proxy.watches()) if (watch.request.path.endsWith('/services')) watch.reset();
      });
      expect(scene.proxy.tcp.connections()).toBe(1);
      expect(scene.states.map(({ phase }) => phase)).toContain('stale');
    }));
});

/** A watch that the server ends sooner is a request more than need be: each asks for ten minutes and more. */
function expectLongWatches({ proxy }: Scene): void {
  const watches = proxy.requests.filter(({ kind }) => kind === 'stream' || kind === 'watch');
  expect(watches.length).toBeGreaterThan(0);
  for (const { query } of watches) expect(Number(query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(600);
}

describe('F6 a half-open connection', () => {
  const found = async (scene: Scene, busy: boolean): Promise<number> => {
    await scene.phase('synced');
    const began = Date.now();
    scene.proxy.tcp.stall(true);
    const ticking = busy ? setInterval(() => void scene.put('f6-busy', { at: String(Date.now()) }), 1_000) : null;
    await scene.phase('stale', 25_000);
    const ms = Date.now() - began;
    clearInterval(ticking ?? undefined);
    expect(scene.states.at(-1)).toMatchObject({ reason: { code: 'connect.silent' } });
    scene.proxy.tcp.stall(false);
    console.log(
      `  ${busy ? 'busy' : 'quiet'}: found after ${String(ms)} ms, equal again ${String(await scene.equal())} ms later`,
    );
    expectLongWatches(scene);
    return ms;
  };

  it('F6 is found within 20 s, quiet or busy, and mended', async () => {
    const [quiet, busy] = await Promise.all(
      [false, true].map(async (isBusy) => {
        let ms = Infinity;
        await stage.scene({}, async (scene) => void (ms = await found(scene, isBusy)));
        return ms;
      }),
    );
    expect(quiet).toBeLessThan(21_000);
    expect(busy).toBeLessThan(21_000);
  }, 60_000);

  it('F6 a quiet healthy watch is left alone: 600 s of PINGs at a hundred times the pace', () =>
    stage.scene({ liveness: { silenceMs: 90, answerMs: 100, checkMs: 10 } }, async (scene) => {
      await scene.phase('synced');
      scene.mark();
      await wait(6_000);
      expect(scene.proxy.tcp.connections()).toBe(1);
      expect(scene.services()).toEqual([]);
      expect(scene.states.map(({ phase }) => phase)).not.toContain('stale');
      expectLongWatches(scene);
    }));

  const silence = { watch: 90_000, answer: 1_000 };
  /** The beginning of the answer passes, and then the cable is pulled. */
  const stallIn =
    ({ proxy }: Pick<Scene, 'proxy'>, path: string) =>
    (seen: ProxiedRequest): HttpFault | null =>
      seen.path !== path
        ? null
        : {
            kind: 'body',
            rewrite: async function* (body) {
              for await (const chunk of body) {
                yield chunk.subarray(0, 20);
                // The bytes are on their way to the client before nothing passes any more.
                await wait(100);
                proxy.tcp.stall(true);
                await new Promise(() => undefined);
              }
            },
          };

  it('F6 over HTTP/1.1 in the middle of an answer: found, and asked again when there is a way', () =>
    stage.scene({ http1: true, silence }, async (scene) => {
      await scene.phase('synced');
      scene.proxy.fault = stallIn(scene, servicesPath());
      const began = Date.now();
      const refusal = await scene.api.json({ method: 'GET', path: servicesPath() }).catch((error: unknown) => error);
      console.log(`  a list that stalled: given up after ${String(Date.now() - began)} ms`);
      expect((refusal as FailureError).failure).toMatchObject({ code: 'connect.silent', parameters: { seconds: 1 } });
      scene.proxy.fault = () => null;
      scene.proxy.tcp.stall(false);
      await scene.api.json({ method: 'GET', path: servicesPath() });
    }));

  it('F6 over HTTP/1.1 in the first list of a cluster: the list is read again, and whole', async () => {
    let lists = 0;
    const broken = (scene: Pick<Scene, 'proxy'>): void => {
      scene.proxy.fault = (seen) => {
        if (seen.path !== servicesPath()) return null;
        // A server without WatchList: paged lists are read.
        if (seen.kind === 'stream') return { kind: 'status', status: 400 };
        lists += seen.kind === 'list' ? 1 : 0;
        return seen.kind === 'list' && lists === 1 ? stallIn(scene, servicesPath())(seen) : null;
      };
    };
    await stage.scene({ http1: true, silence, before: (proxy) => broken({ proxy }) }, async (scene) => {
      await scene.phase('stale');
      expect(scene.states.at(-1)).toMatchObject({ reason: { code: 'connect.silent' } });
      scene.proxy.tcp.stall(false);
      await scene.phase('synced');
      await scene.equal();
      expect(lists).toBeGreaterThan(1);
    });
  });

  it('F6 over HTTP/1.1 a quiet watch is not cut by what an answer is cut by', () =>
    stage.scene({ http1: true, silence }, async (scene) => {
      await scene.phase('synced');
      await wait(3_000);
      expect(scene.states.map(({ phase }) => phase)).not.toContain('stale');
    }));
});

describe('P7 connections and requests', () => {
  it('P7 a hundred calls over HTTP/2 need no new connection, and an idle watch asks nothing', () =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      const before = scene.proxy.tcp.connections();
      for (let call = 0; call < 50; call += 1) await scene.api.json({ method: 'GET', path: servicesPath() });
      await Promise.all(Array.from({ length: 50 }, () => scene.api.json({ method: 'GET', path: servicesPath() })));
      console.log(`  ${String(before)} connection(s) before, ${String(scene.proxy.tcp.connections())} after 100 calls`);
      expect(scene.proxy.tcp.connections() - before).toBeLessThanOrEqual(1);
      scene.mark();
      await wait(20_000);
      expect(scene.services()).toEqual([]);
      expectLongWatches(scene);
    }));

  it('P7 over HTTP/1.1 a connection per watch and one for the calls', () =>
    stage.scene({ http1: true }, async (scene) => {
      await scene.phase('synced');
      for (let call = 0; call < 100; call += 1) await scene.api.json({ method: 'GET', path: servicesPath() });
      const open = scene.proxy.tcp.connections();
      console.log(`  ${String(open)} connections for ${String(scene.proxy.watches().length)} watches and 100 calls`);
      expect(open).toBeLessThanOrEqual(scene.proxy.watches().length + 2);
    }));
});

describe('F20 a certificate that is not to be trusted', () => {
  it.each([
    { name: 'of another authority', days: 1, hosts: ['127.0.0.1'], foreign: true, code: 'tls.untrusted' },
    { name: 'that expired', days: -1, hosts: ['127.0.0.1'], foreign: false, code: 'tls.expired' },
    { name: 'for another address', days: 1, hosts: ['10.9.9.9'], foreign: false, code: 'tls.name-mismatch' },
  ])('F20 $name is named', async ({ days, hosts, foreign, code }) => {
    const proxy = await startFaultProxy({
      upstream: stage.upstream,
      certificates: await makeCertificates(hosts, days),
    });
    const over = new AbortController();
    try {
      const target = proxy.target();
      const caData = foreign ? Buffer.from((await makeCertificates()).ca).toString('base64') : target.cluster.caData;
      const credentials = credentialSource({ ...target, cluster: { ...target.cluster, caData } });
      const api = openConnection({ credentials, userAgent: 'servicescope/test', signal: over.signal });
      const refusal = await api.json({ method: 'GET', path: '/version' }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(FailureError);
      expect((refusal as FailureError).failure.code).toBe(code);
    } finally {
      over.abort();
      await proxy.close();
    }
  });
});
