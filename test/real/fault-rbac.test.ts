import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may } from '../../src-main/kube/access.ts';
import type { Credentials } from '../../src-main/kube/credentials.ts';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import { openStage, type Scene } from '../support/fault-scene.ts';
import { apply, eventually, kubectl } from '../support/kubectl.ts';
import { createScaledClock } from '../support/scaled-clock.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => (stage = await openStage()));
afterAll(() => stage.close());

const KINDS = 'services, pods, endpoints, events';

/** A user of this namespace alone, with these verbs. */
async function userWith(name: string, verbs: readonly string[]): Promise<Credentials> {
  const { namespace } = stage;
  const list = verbs.join(', ');
  await apply(`apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}, namespace: ${namespace}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: ${name}, namespace: ${namespace}}
rules:
  - {apiGroups: [""], resources: [${KINDS}], verbs: [${list}]}
  - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [${list}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ${name}, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name}}
subjects: [{kind: ServiceAccount, name: ${name}, namespace: ${namespace}}]
`);
  const token = (await kubectl('create', 'token', name, '-n', namespace)).trim();
  return { ...stage.upstream, cert: null, key: null, headers: { authorization: `Bearer ${token}` }, user: name };
}

const until = (scene: Scene, what: string, holds: () => boolean): Promise<true> =>
  eventually(() => Promise.resolve(holds() ? true : null), `${what}: ${JSON.stringify(scene.watch.states())}`, 30_000);

const denied = (resource: string, namespace: string | null): Partial<WatchState> => ({
  phase: 'denied',
  verb: 'list',
  resource,
  namespace,
});

describe('F22 rights', () => {
  it('F22 one namespace only: what may be seen is live, what may not is named', async () => {
    const upstream = await userWith('reader', ['get', 'list', 'watch']);
    await stage.scene({ upstream }, async (scene) => {
      await scene.phase('synced');
      await scene.put('f22-a');
      await scene.equal();
      await until(scene, 'Nodes and Namespaces are denied', () => scene.watch.states().Namespace.phase === 'denied');
      expect(scene.watch.states()).toMatchObject({
        EndpointSlice: { phase: 'synced' },
        Pod: { phase: 'synced' },
        Node: denied('nodes', null),
        Namespace: denied('namespaces', null),
      });
      const { namespace } = stage;
      expect(await may(scene.api, { verb: 'watch', group: '', resource: 'pods', namespace })).toBe(true);
      expect(await may(scene.api, { verb: 'create', group: 'batch', resource: 'jobs', namespace })).toBe(false);
      expect(await may(scene.api, { verb: 'get', group: '', resource: 'pods', subresource: 'exec', namespace })).toBe(
        false,
      );
      expect(await may(scene.api, { verb: 'list', group: '', resource: 'nodes', namespace: null })).toBe(false);
    });
  });

  it('F22 list without watch: polls every 10 s, and sees what changed', async () => {
    const upstream = await userWith('lister', ['get', 'list']);
    await stage.scene({ upstream, clock: createScaledClock(10) }, async (scene) => {
      await scene.phase('polling');
      expect(scene.watch.states().Service).toMatchObject({ everySeconds: 10 });
      await scene.put('f22-b');
      const ms = await scene.equal();
      console.log(`  seen after ${String(ms)} ms at 10 times the pace`);
      scene.mark();
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      const lists = scene.services().filter(({ kind }) => kind === 'list').length;
      console.log(`  ${String(lists)} lists in 60 s, ${String(scene.services().length - lists)} tries of a watch`);
      expect(lists).toBeGreaterThanOrEqual(4);
      expect(lists).toBeLessThanOrEqual(8);
    });
  });

  it('F22 a verb that is lost in mid-session is named; the rows stay; given back, it is live again', async () => {
    const upstream = await userWith('loser', ['get', 'list', 'watch']);
    await stage.scene({ upstream, clock: createScaledClock(20) }, async (scene) => {
      await scene.put('f22-c');
      await scene.phase('synced');
      await scene.equal();
      const rows = scene.watch.stores.Service.size;
      await kubectl('delete', 'rolebinding', 'loser', '-n', stage.namespace);
      // An open watch outlives the right to it: the API server asks when it begins.
      for (const watch of scene.proxy.watches()) watch.reset();
      await scene.phase('denied');
      expect(scene.watch.states().Service).toMatchObject(denied('services', stage.namespace));
      expect(scene.watch.stores.Service.size).toBe(rows);
      await userWith('loser', ['get', 'list', 'watch']);
      await scene.put('f22-d');
      await scene.equal(60_000);
      await scene.phase('synced');
    });
  });

  it('F22 a token that is refused is said to be one', async () => {
    const headers = { authorization: 'Bearer not-a-token' };
    await stage.scene({ upstream: { ...stage.upstream, cert: null, key: null, headers } }, async (scene) => {
      await scene.phase('stale');
      expect(scene.watch.states().Service).toMatchObject({
        reason: { code: 'api.unauthorized', parameters: { user: 'through-the-proxy' } },
      });
    });
  });
});
