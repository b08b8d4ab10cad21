import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/kubectl.ts';
import { openStage, type Scene } from '../support/fault-scene.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());

/** Names whose Endpoints are being watched, as the server sees it. */
const watched = (scene: Scene): readonly (string | null)[] =>
  scene.proxy
    .watches()
    .filter(({ request }) => request.path.endsWith('/endpoints'))
    .map(({ request }) => request.query.get('fieldSelector'));

const until = (scene: Scene, expected: readonly string[]): Promise<true> =>
  eventually(
    () => Promise.resolve(JSON.stringify(watched(scene)) === JSON.stringify(expected) ? true : null),
    `Endpoints watched: ${JSON.stringify(expected)}`,
    20_000,
  );

it('Endpoints are asked for while a Service is open, of that one alone', () =>
  stage.scene({}, async (scene) => {
    await scene.put('one');
    await scene.put('two');
    await scene.phase('synced');
    await scene.equal();
    expect(scene.proxy.requests.filter(({ path }) => path.endsWith('/endpoints'))).toEqual([]);
    scene.watch.focus({ namespace: stage.namespace, name: 'one' });
    await until(scene, ['metadata.name=one']);
    scene.watch.focus({ namespace: stage.namespace, name: 'two' });
    await until(scene, ['metadata.name=two']);
    scene.watch.focus(null);
    await until(scene, []);
    const paths = scene.proxy.requests.filter(({ path }) => path.endsWith('/endpoints')).map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set([`/api/v1/namespaces/${stage.namespace}/endpoints`]));
  }));
