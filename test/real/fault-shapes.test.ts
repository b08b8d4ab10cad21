import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWhole } from '../../src-shared/ipc/watch-state.ts';
import type { EndpointSlice } from '../../src-shared/kube/endpoint-slice.ts';
import type { Service } from '../../src-shared/kube/service.ts';
import type { Membership } from '../../src-shared/membership/member.ts';
import { membershipOf } from '../../src-shared/membership/membership.ts';
import { collectionPath } from '../../src-main/kube/watch-targets.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import type { OpenWatch } from '../support/fault-proxy.ts';
import { openStage, type Scene } from '../support/fault-scene.ts';
import { apply, eventually, kubectlJson, replicasReady } from '../support/kubectl.ts';

// Objects and events of a shape that no API server sends, and shapes that are rare. Run on a real API server and on a
// training cluster.

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());

const watchesOf = (scene: Scene): readonly OpenWatch[] =>
  scene.proxy.watches().filter(({ request }) => request.path.endsWith('/services'));

const isTrue = (scene: Scene, what: string, holds: () => boolean): Promise<true> =>
  eventually(() => Promise.resolve(holds() ? true : null), `${what}: ${JSON.stringify(scene.watch.states())}`, 30_000);

interface Raw {
  readonly metadata: Readonly<Record<string, unknown>>;
}

const rawService = (name: string): Promise<Raw> => kubectlJson<Raw>('get', 'service', name, '-n', stage.namespace);

const NAME = 'b11-a';
const withVersion = (raw: Raw, resourceVersion: unknown): Raw => ({
  ...raw,
  metadata: { ...raw.metadata, resourceVersion },
});
const bookmark = (metadata: object): object => ({
  type: 'BOOKMARK',
  object: { kind: 'Service', apiVersion: 'v1', metadata },
});

describe('B11 an event that no API server sends', () => {
  it.each<[string, (raw: Raw) => readonly object[]]>([
    ['a resourceVersion that is a word', (raw) => [{ type: 'MODIFIED', object: withVersion(raw, 'abc') }]],
    ['a resourceVersion of 30 digits', (raw) => [{ type: 'MODIFIED', object: withVersion(raw, '9'.repeat(30)) }]],
    ['a resourceVersion of 20 digits, above 64 bits', () => [bookmark({ resourceVersion: '9'.repeat(20) })]],
    ['an empty resourceVersion', (raw) => [{ type: 'MODIFIED', object: withVersion(raw, '') }]],
    ['a bookmark without one', () => [bookmark({}), bookmark({ resourceVersion: 17 })]],
    ['a type that is not known', (raw) => [{ type: 'SURPRISE', object: withVersion(raw, 'abc') }]],
    [
      'DELETED of an unknown uid',
      ({ metadata }) => [{ type: 'DELETED', object: { metadata: { ...metadata, name: 'x', uid: 'x' } } }],
    ],
  ])('B11 %s: passed over, no row goes, and the watch goes on', (_name, events) =>
    stage.scene({}, async (scene) => {
      await Promise.all([NAME, 'b11-b'].map((name) => scene.put(name)));
      await scene.phase('synced');
      await scene.equal();
      const size = scene.watch.stores.Service.size;
      let fewest = size;
      scene.watch.onDirty(() => (fewest = Math.min(fewest, scene.watch.stores.Service.size)));
      scene.mark();
      const lines = events(await rawService(NAME)).map((event) => `${JSON.stringify(event)}\n`);
      for (const watch of watchesOf(scene)) {
        watch.inject(lines.join(''));
        watch.end();
      }
      await isTrue(scene, 'another request for Services', () => scene.services().length > 0);
      await scene.put(NAME, { at: String(Date.now()) });
      await scene.equal();
      await scene.phase('synced');
      expect(scene.services().filter(({ kind }) => kind !== 'watch').length).toBeLessThanOrEqual(1);
      expect(scene.services().length).toBeLessThanOrEqual(3);
      expect(fewest).toBe(size);
    }),
  );

  it('B11 a bookmark before anything else: what there is comes after it', () =>
    stage.scene(
      {
        before: (proxy) => {
          proxy.fault = ({ path, kind }) =>
            path.endsWith('/services') && kind === 'stream' ? { kind: 'body', rewrite: bookmarkFirst } : null;
        },
      },
      async (scene) => {
        await scene.put(NAME);
        await scene.phase('synced');
        await scene.equal();
        for (const watch of watchesOf(scene)) watch.end();
        await scene.put(NAME, { at: String(Date.now()) });
        await scene.equal();
        await scene.phase('synced');
        expect(scene.services().map(({ kind }) => kind)).toEqual(['stream', 'watch']);
      },
    ));
});

async function* bookmarkFirst(body: AsyncIterable<Buffer>): AsyncIterable<Buffer | string> {
  yield `${JSON.stringify(bookmark({ resourceVersion: '1' }))}\n`;
  yield* body;
}

/** As the pages put it together. */
function membership({ watch }: Scene, service: Service): Membership {
  const { stores } = watch;
  const states = watch.states();
  return membershipOf({
    service,
    slices: isWhole(states.EndpointSlice)
      ? [...stores.EndpointSlice.values()].filter(({ serviceName }) => serviceName === service.meta.name)
      : null,
    pods: isWhole(states.Pod) ? [...stores.Pod.values()] : null,
    endpoints: null,
    nodes: null,
  });
}

const serviceIn = ({ watch }: Scene, name: string): Service | undefined =>
  [...watch.stores.Service.values()].find(({ meta }) => meta.name === name);

function membersOf(scene: Scene, name: string): Membership | null {
  const service = serviceIn(scene, name);
  return service === undefined ? null : membership(scene, service);
}

interface RawSlice {
  readonly addressType: string;
  readonly ports: readonly object[];
  readonly endpoints: readonly { readonly targetRef: { readonly uid: string } }[] | null;
}

async function serverSlices(name: string): Promise<readonly RawSlice[]> {
  const label = `kubernetes.io/service-name=${name}`;
  return (
    await kubectlJson<{ items: readonly RawSlice[] }>('get', 'endpointslices', '-n', stage.namespace, '-l', label)
  ).items;
}

const WEB = 'f23-web';
const REPLICAS = 2;

describe('F23 slices', () => {
  beforeAll(async () => {
    await apply(
      [serviceYaml(stage.namespace, WEB, WEB), replicaSetYaml(stage.namespace, WEB, WEB, REPLICAS)].join('---\n'),
    );
    await replicasReady(stage.namespace, WEB, REPLICAS);
  });

  it('F23 an API server without discovery.k8s.io: said in words, and who is behind a Service is unknown, not 0', () =>
    stage.scene(
      {
        before: (proxy) => {
          proxy.fault = ({ path }) =>
            path.endsWith('/endpointslices') ? { kind: 'status', status: 404, body: '404 page not found' } : null;
        },
      },
      async (scene) => {
        await scene.phase('synced');
        await isTrue(scene, 'Pods are synced', () => scene.watch.states().Pod.phase === 'synced');
        await isTrue(scene, 'slices are stale', () => scene.watch.states().EndpointSlice.phase === 'stale');
        expect(scene.watch.states().EndpointSlice).toMatchObject({ whole: false, reason: { code: 'api.not-found' } });
        const shown = membersOf(scene, WEB);
        expect(shown).toMatchObject({ counts: null, none: { code: 'slices-unknown' } });
        expect(shown?.rows.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
      },
    ));

  it('F23 an endpoint that stands in two slices is one row, and counted once', () =>
    stage.scene({}, async (scene) => {
      const counted = (): number | undefined => membersOf(scene, WEB)?.counts?.total;
      await isTrue(scene, 'both Pods are shown', () => counted() === REPLICAS);
      const [own] = await serverSlices(WEB);
      const { addressType = '', ports = [], endpoints = [] } = own ?? {};
      await scene.direct.json({
        method: 'POST',
        path: collectionPath('EndpointSlice', stage.namespace),
        body: {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { name: `${WEB}-by-hand`, labels: { 'kubernetes.io/service-name': WEB } },
          ...{ addressType, ports, endpoints: endpoints?.slice(0, 1) },
        },
      });
      const shownSlices = (): readonly EndpointSlice[] =>
        [...scene.watch.stores.EndpointSlice.values()].filter(({ serviceName }) => serviceName === WEB);
      await isTrue(scene, 'the second slice is seen', () => shownSlices().length === 2);
      const all = (await serverSlices(WEB)).flatMap((slice) => slice.endpoints ?? []);
      expect(all).toHaveLength(REPLICAS + 1);
      const uids = new Set(all.map(({ targetRef }) => targetRef.uid));
      expect(counted()).toBe(uids.size);
      const rows = membersOf(scene, WEB)?.rows ?? [];
      expect(rows.map(({ key }) => key).sort()).toEqual([...uids].sort());
      expect(rows.map(({ state }) => state)).toEqual(['in', 'in']);
    }));
});
