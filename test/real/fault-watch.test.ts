import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectionPath, objectPath } from '../../src-main/kube/watch-targets.ts';
import { splitLines } from '../../src-main/kube/line-splitter.ts';
import { parseWatchLine } from '../../src-main/kube/watch-line.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import { FailureError } from '../../src-main/kube/failure-error.ts';
import type { HttpFault, ProxiedRequest } from '../support/fault-proxy.ts';
import { openStage, type Scene } from '../support/fault-scene.ts';
import { eventually } from '../support/kubectl.ts';
import { createScaledClock } from '../support/scaled-clock.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());

const ofServices = ({ path }: ProxiedRequest): boolean => path.endsWith('/services');
const kinds = (scene: Scene): string[] => scene.services().map(({ kind }) => kind);

function openWatches(scene: Scene): ReturnType<Scene['proxy']['watches']> {
  return scene.proxy.watches().filter(({ request }) => ofServices(request));
}

/** Where the store can't be reached, on a cluster that is not ours, it has been compacted by itself every five minutes. */
async function compactStore(api: KubeApi): Promise<void> {
  const store = process.env.TEST_ETCD;
  if (store === undefined) return;
  const { metadata } = await api.json<{ metadata: { resourceVersion: string } }>({
    method: 'GET',
    path: collectionPath('Event', stage.namespace),
  });
  const answer = await fetch(`${store}/v3/kv/compaction`, {
    method: 'POST',
    body: JSON.stringify({ revision: metadata.resourceVersion, physical: true }),
  });
  // "Already compacted" is as good.
  if (!answer.ok && !(await answer.text()).includes('compacted')) throw new Error(`etcd: ${String(answer.status)}`);
}

/** The first watch of Services is answered with the fault, everything after it is passed on. */
function once(scene: Scene, fault: HttpFault): void {
  let done = false;
  scene.proxy.fault = (request) => {
    if (done || request.kind !== 'watch' || !ofServices(request)) return null;
    done = true;
    return fault;
  };
}

describe('F2 a clean close after each event', () => {
  it('F2 for 60 s (at 6 times the pace): at most a watch a second, and ever fewer', () =>
    stage.scene({ clock: createScaledClock(6) }, async (scene) => {
      await scene.phase('synced');
      scene.proxy.fault = (request) =>
        request.kind === 'watch' && ofServices(request) ? { kind: 'body', rewrite: firstChunk } : null;
      scene.mark();
      let round = 0;
      const ticking = setInterval(() => void scene.put('f2', { round: String((round += 1)) }), 150);
      for (const watch of openWatches(scene)) watch.end();
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      clearInterval(ticking);
      const starts = scene.services().map(({ at }) => at * 6);
      const gaps = starts.slice(1).map((at, index) => (at - (starts[index] ?? at)) / 1_000);
      console.log(
        `  ${String(starts.length)} watches in 60 s, gaps in s: ${gaps.map((gap) => gap.toFixed(1)).join(' ')}`,
      );
      expect(kinds(scene).every((kind) => kind === 'watch')).toBe(true);
      expect(starts.length).toBeGreaterThan(3);
      expect(starts.length).toBeLessThanOrEqual(60);
      expect(gaps.at(-1)).toBeGreaterThan(2 * (gaps[0] ?? Infinity));
      scene.proxy.fault = () => null;
      await scene.equal();
      await scene.phase('synced');
    }));
});

async function* firstChunk(body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  for await (const chunk of body) {
    yield chunk;
    return;
  }
}

/** One relist, and only what really changed is told. */
async function expectOneRelist(scene: Scene, name: string, breakIt: () => void): Promise<void> {
  await Promise.all(['same-a', 'same-b', 'same-c'].map((same) => scene.put(same)));
  await scene.phase('synced');
  await scene.equal();
  scene.mark();
  scene.dirty.length = 0;
  breakIt();
  await eventually(() => Promise.resolve(kinds(scene).includes('stream') ? true : null), 'a relist', 10_000);
  await scene.put(name);
  await scene.equal();
  await scene.phase('synced');
  console.log(`  ${name}: ${kinds(scene).join(', ')}; ${String(scene.dirty.length)} change(s) told`);
  expect(kinds(scene).filter((kind) => kind === 'stream' || kind === 'list')).toHaveLength(1);
  expect(scene.dirty).toHaveLength(1);
}

describe('F3 a resourceVersion that is void', () => {
  it('F3 410 when the watch is opened', () =>
    stage.scene({}, (scene) =>
      expectOneRelist(scene, 'f3-open', () => {
        once(scene, { kind: 'status', status: 410, body: { kind: 'Status', code: 410, reason: 'Expired' } });
        for (const watch of openWatches(scene)) watch.reset();
      }),
    ));

  it('F3 410 as an ERROR event', () =>
    stage.scene({}, (scene) =>
      expectOneRelist(scene, 'f3-event', () => {
        const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
        for (const watch of openWatches(scene)) watch.inject(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      }),
    ));

  it('F3 "too large resource version"', () =>
    stage.scene({}, (scene) =>
      expectOneRelist(scene, 'f3-large', () => {
        const details = { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] };
        once(scene, { kind: 'status', status: 504, body: { kind: 'Status', code: 504, reason: 'Timeout', details } });
        for (const watch of openWatches(scene)) watch.reset();
      }),
    ));

  it('F3 a real server says it, once its store was compacted', () =>
    stage.scene({}, async ({ direct }) => {
      await compactStore(direct);
      // Events alone: of all other kinds the API server may still have everything in its watch cache.
      const query = { watch: '1', resourceVersion: '1', timeoutSeconds: '5' };
      const read = async (): Promise<void> => {
        const body = await direct.stream({ method: 'GET', path: collectionPath('Event', stage.namespace), query });
        for await (const line of splitLines(body)) parseWatchLine(line);
      };
      const refusal = await read().catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(FailureError);
      expect((refusal as FailureError).failure.code).toBe('api.gone');
    }));
});

describe('F4 a server that is busy', () => {
  it.each([429, 503])('F4 %i with Retry-After 3: the next try after 3 to 4.5 s, no list', (status) =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      scene.mark();
      once(scene, { kind: 'status', status, retryAfter: '3' });
      for (const watch of openWatches(scene)) watch.reset();
      await scene.put(`f4-${String(status)}`);
      await scene.equal();
      const [first, second] = scene.services();
      const ms = (second?.at ?? 0) - (first?.at ?? 0);
      console.log(`  ${String(status)}: ${String(ms)} ms, then ${kinds(scene).join(', ')}`);
      expect(kinds(scene)).toEqual(['watch', 'watch']);
      expect(ms).toBeGreaterThanOrEqual(2_990);
      expect(ms).toBeLessThan(4_700);
    }),
  );
});

describe('F9 lines however they come', () => {
  const pieces = (size: number) =>
    async function* (body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
      for await (const chunk of body)
        for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
    };
  async function* lumps(body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let held: Buffer[] = [];
    for await (const chunk of body) {
      held.push(chunk);
      if (held.length < 3) continue;
      yield Buffer.concat(held);
      held = [];
    }
  }

  it.each<[string, HttpFault | null, number | null]>([
    ['a byte a frame', { kind: 'body', rewrite: pieces(1) }, null],
    ['a byte a packet below TLS', null, 1],
    ['three bytes a frame', { kind: 'body', rewrite: pieces(3) }, null],
  ])('F9 %s: the same, Korean included', (name, fault, slice) =>
    stage.scene(
      {
        before: (proxy) => {
          proxy.fault = ({ path, kind }) => (kind !== 'other' && /services$|events$/.test(path) ? fault : null);
          proxy.tcp.slice(slice);
        },
      },
      async (scene) => {
        const service = name.replaceAll(' ', '-').toLowerCase();
        await scene.put(service);
        await scene.phase('synced');
        scene.watch.focus({ namespace: stage.namespace, name: service });
        await scene.equal();
        const uid = [...scene.watch.stores.Service.values()].find(({ meta }) => meta.name === service)?.meta.uid ?? '';
        const message = '서비스 뒤에 누가 있나요 🧭 \u2028 끝'.repeat(20);
        await postEvent(scene, service, uid, message);
        const shown = (): string[] => [...scene.watch.stores.Event.values()].map((event) => event.message);
        await eventually(
          () => Promise.resolve(shown().includes(message) ? true : null),
          'the Event, to the letter',
          20_000,
        );
        expect(scene.counts.filter(({ what }) => what === 'garbled')).toEqual([]);
      },
    ),
  );

  it('F9 several events a packet', () =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      scene.proxy.fault = (request) => (request.kind === 'watch' ? { kind: 'body', rewrite: lumps } : null);
      for (const watch of openWatches(scene)) watch.reset();
      for (let n = 0; n < 9; n += 1) await scene.put('f9-lump', { n: String(n) });
      scene.proxy.fault = () => null;
      for (const watch of openWatches(scene)) watch.reset();
      await scene.equal();
      expect(scene.counts.filter(({ what }) => what === 'garbled')).toEqual([]);
    }));

  it('F9 a line cut in the middle is dropped, and comes again', () =>
    stage.scene({}, async (scene) => {
      await scene.phase('synced');
      scene.mark();
      async function* half(body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
        for await (const chunk of body) {
          yield chunk.subarray(0, Math.floor(chunk.length / 2));
          return;
        }
      }
      once(scene, { kind: 'body', rewrite: half });
      for (const watch of openWatches(scene)) watch.reset();
      await eventually(
        () => Promise.resolve(openWatches(scene).length > 0 ? true : null),
        'the watch that will be cut',
      );
      await scene.put('f9-cut');
      await scene.equal();
      expect(kinds(scene)).toEqual(['watch', 'watch']);
      expect(scene.counts.filter(({ what }) => what === 'garbled')).toEqual([]);
    }));
});

async function postEvent({ direct }: Scene, service: string, uid: string, message: string): Promise<void> {
  const namespace = stage.namespace;
  const path = collectionPath('Event', namespace);
  const involvedObject = { apiVersion: 'v1', kind: 'Service', namespace, name: service, uid };
  const body = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: 'f9-' },
    involvedObject,
    reason: 'Test',
    message,
    type: 'Normal',
  };
  await direct.json({ method: 'POST', path, body });
}

describe('F10 a corrupt line', () => {
  it.each(['{"type":"MODIFIED","object":{"metadata":\n', 'not JSON at all\n', '[]\n'])(
    'F10 %j: counted, one relist',
    (line) =>
      stage.scene({}, async (scene) => {
        const name = `f10-${String(line.length)}`;
        await expectOneRelist(scene, name, () => {
          for (const watch of openWatches(scene)) watch.inject(line);
        });
        expect(scene.counts.filter(({ kind, what }) => kind === 'Service' && what === 'garbled')).toHaveLength(1);
        await scene.direct.json({
          method: 'DELETE',
          path: objectPath('Service', { namespace: stage.namespace, name }),
        });
      }),
  );
});
