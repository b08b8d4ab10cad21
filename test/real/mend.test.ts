import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changeObject } from '../../src-main/kube/change-object.ts';
import { watchCluster } from '../../src-main/kube/cluster-watch.ts';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import { readDataPlane } from '../../src-main/kube/data-plane.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import { podsElsewhere } from '../../src-main/kube/pods-elsewhere.ts';
import { FINDING_KINDS } from '../../src-shared/kube/object-key.ts';
import type { Change, ServiceEdit } from '../../src-shared/what-if/change.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { testConnection, testTarget } from '../support/kube-client.ts';
import { apply, eventually, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { applyRoles, makeUser } from '../support/role-user.ts';

// What the what-if does to a real API server, and what findings read of one, with the Roles of docs/rbac.md.
const over = new AbortController();
const { signal } = over;
// Each user has a connection here.
setMaxListeners(0, signal);
let namespace = '';
let api: KubeApi;

interface Live {
  readonly metadata: {
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly object[];
  };
  readonly spec: object;
}

async function userApi(user: string, roles: readonly string[]): Promise<KubeApi> {
  const token = await makeUser(namespace, user, roles);
  const target = await testTarget();
  const as = { ...target.user, certificateData: null, certificateFile: null, keyData: null, keyFile: null, token };
  return openConnection({
    credentials: credentialSource({ ...target, user: as }),
    userAgent: 'servicescope/test',
    signal,
  });
}

const read = (kind: string, name: string): Promise<Live> => kubectlJson<Live>('get', kind, name, '-n', namespace);

async function changeOf(name: string, ...edits: readonly ServiceEdit[]): Promise<Change> {
  const { uid, resourceVersion } = (await read('service', name)).metadata;
  return { kind: 'Service', namespace, name, uid, resourceVersion, edits };
}

const OTHER: ServiceEdit = { field: 'selector', from: { app: 'web' }, to: { tier: 'front', app: 'other' } };
const TARGET: ServiceEdit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 8080, to: 'http' };
const PUBLISH: ServiceEdit = { field: 'publishNotReadyAddresses', from: false, to: true };

beforeAll(async () => {
  namespace = await createNamespace('mend');
  ({ api } = await testConnection(signal));
  await applyRoles(namespace, 'servicescope-look', 'servicescope-mend');
  await apply(replicaSetYaml(namespace, 'web', 'web', 1));
  await replicasReady(namespace, 'web', 1);
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

describe('a change of a Service', () => {
  it.each<[string, readonly ServiceEdit[], object]>([
    ['selector', [OTHER], { selector: { tier: 'front', app: 'other' } }],
    [
      'everything',
      [OTHER, TARGET, PUBLISH],
      { selector: { tier: 'front', app: 'other' }, publishNotReadyAddresses: true, ports: [{ targetPort: 'http' }] },
    ],
    ['none', [{ field: 'selector', from: { app: 'web' }, to: null }], {}],
  ])(
    '%s: a dry run changes nothing, the change does, and undo gives the old object back',
    async (what, edits, made) => {
      const name = `whole-${what}`;
      await apply(serviceYaml(namespace, name, 'web'));
      const before = await read('service', name);
      const wanted = await changeOf(name, ...edits);
      const tried = await changeObject(api, wanted, { dryRun: true, signal });
      expect(await read('service', name)).toEqual(before);
      const done = await changeObject(
        api,
        { ...wanted, resourceVersion: tried.resourceVersion },
        { dryRun: false, signal },
      );
      const changed = await read('service', name);
      expect(changed.spec).toMatchObject(made);
      if (what === 'none') expect(changed.spec).not.toHaveProperty('selector');
      expect(done.resourceVersion).toBe(changed.metadata.resourceVersion);
      // Admission would have done the same to the object that was kept; the version and managedFields apart.
      const spec = (yaml: string): string => yaml.slice(yaml.indexOf('\nspec:'));
      expect(spec(tried.after)).toBe(spec(done.after));
      await changeObject(api, done.undo, { dryRun: false, signal });
      expect((await read('service', name)).spec).toEqual(before.spec);
    },
  );

  it('kubectl does the same with the command that is shown', async () => {
    await apply(serviceYaml(namespace, 'by-hand', 'web'));
    const tried = await changeObject(api, await changeOf('by-hand', OTHER, TARGET), { dryRun: true, signal });
    const [, ...words] = tried.kubectl.replaceAll("'", '').split(' ');
    await kubectl(...words);
    expect((await read('service', 'by-hand')).spec).toMatchObject({
      selector: { tier: 'front', app: 'other' },
      ports: [{ targetPort: 'http' }],
    });
  });

  it("somebody else's change in between is a conflict, in the API server's words, and theirs stays", async () => {
    await apply(serviceYaml(namespace, 'raced', 'web'));
    for (const edit of [OTHER, TARGET]) {
      const wanted = await changeOf('raced', edit);
      await kubectl('annotate', 'service', 'raced', '-n', namespace, '--overwrite', `by=${edit.field}`);
      for (const dryRun of [true, false])
        await expect(changeObject(api, wanted, { dryRun, signal })).rejects.toMatchObject({
          failure: { code: 'api.conflict', parameters: { kind: 'services', message: /has been modified/ } },
        });
    }
    const done = await changeObject(api, await changeOf('raced', OTHER), { dryRun: false, signal });
    const theirs = '{"spec":{"selector":{"app":"theirs"}}}';
    await kubectl('patch', 'service', 'raced', '-n', namespace, '--type=merge', '-p', theirs);
    await expect(changeObject(api, done.undo, { dryRun: false, signal })).rejects.toMatchObject({
      failure: { code: 'api.conflict', parameters: { message: 'spec.selector' } },
    });
    expect((await read('service', 'raced')).spec).toMatchObject({ selector: { app: 'theirs', tier: 'front' } });
  });

  it('what validation refuses is told by the dry run', async () => {
    await apply(serviceYaml(namespace, 'invalid', 'web'));
    const odd: ServiceEdit = { ...OTHER, to: { app: 'no spaces' } };
    await expect(changeObject(api, await changeOf('invalid', odd), { dryRun: true, signal })).rejects.toMatchObject({
      failure: { code: 'api.rejected', parameters: { status: 422, message: /spec\.selector/ } },
    });
  });

  it('a user who may only look is told the verb; one who may mend needs nothing more', async () => {
    await apply(serviceYaml(namespace, 'rights', 'web'));
    const wanted = await changeOf('rights', OTHER);
    const looker = await userApi('looker', ['servicescope-look']);
    await expect(changeObject(looker, wanted, { dryRun: true, signal })).rejects.toMatchObject({
      failure: { code: 'api.forbidden', parameters: { verb: 'patch', resource: 'services', namespace } },
    });
    const mender = await userApi('mender', ['servicescope-look', 'servicescope-mend']);
    await changeObject(mender, wanted, { dryRun: true, signal });
    await changeObject(mender, wanted, { dryRun: false, signal });
    expect((await read('service', 'rights')).spec).toMatchObject({ selector: { app: 'other' } });
  });
});

describe("a change of a Pod's labels", () => {
  it('takes it from its ReplicaSet, and undo holds though the controller has written to it since', async () => {
    const [pod] = (
      await kubectlJson<{ items: (Live & { metadata: { name: string } })[] }>(
        ...['get', 'pods', '-n', namespace, '-l', 'app=web'],
      )
    ).items;
    if (pod === undefined) throw new Error('no Pod');
    const { name, uid, labels } = pod.metadata;
    // A kubelet that still reports on it makes a new version: read, then change, until nobody was in between.
    const done = await eventually(async () => {
      const { resourceVersion } = (await read('pod', name)).metadata;
      const edits = [{ field: 'labels', from: labels, to: { debug: 'yes' } }] as const;
      const wanted: Change = { kind: 'Pod', namespace, name, uid, resourceVersion, edits };
      await changeObject(api, wanted, { dryRun: true, signal });
      return changeObject(api, wanted, { dryRun: false, signal });
    }, 'the labels are changed');
    const released = async (): Promise<true | null> =>
      (await read('pod', name)).metadata.ownerReferences === undefined ? true : null;
    await eventually(released, 'the ReplicaSet has let go');
    expect((await read('pod', name)).metadata.labels).toEqual({ debug: 'yes' });
    // The ReplicaSet has two then, takes this one in again, and ends one of them: what the undo came to is what it answered.
    const undone = await changeObject(api, done.undo, { dryRun: false, signal });
    const [was, is] = [undone.before, undone.after].map((yaml) => (parse(yaml) as Live).metadata);
    expect([was?.uid, was?.labels]).toEqual([uid, { debug: 'yes' }]);
    expect([is?.uid, is?.labels]).toEqual([uid, labels]);
  });
});

describe('what findings read', () => {
  it('workloads and NetworkPolicies of the namespace are watched while a Service is open, and gone when none is', async () => {
    await apply(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: nobody, namespace: ${namespace}}
spec: {podSelector: {matchLabels: {app: elsewhere}}, policyTypes: [Ingress]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: none, namespace: ${namespace}}
spec:
  replicas: 0
  selector: {matchLabels: {app: none}}
  template: {metadata: {labels: {app: none}}, spec: {containers: [{name: c, image: none}]}}
`);
    const looker = await userApi('watcher', ['servicescope-look']);
    const watch = watchCluster({ api: looker, namespace, signal });
    const phases = (): string[] => FINDING_KINDS.map((kind) => watch.states()[kind].phase);
    const until = (what: string, holds: () => boolean): Promise<true> =>
      eventually(() => Promise.resolve(holds() ? true : null), `${what}: ${JSON.stringify(watch.states())}`, 30_000);
    expect(phases()).toEqual(['idle', 'idle', 'idle', 'idle', 'idle']);
    watch.focus({ namespace, name: 'whole-selector' });
    await until('all are synced', () => phases().every((phase) => phase === 'synced'));
    const { Deployment, ReplicaSet, NetworkPolicy } = watch.stores;
    await until('the Deployment has its ReplicaSet', () => ReplicaSet.size === 2);
    expect([...Deployment.values()]).toMatchObject([{ kind: 'Deployment', replicas: 0, podLabels: { app: 'none' } }]);
    expect([...NetworkPolicy.values()]).toMatchObject([{ ingress: true, rules: [] }]);
    await kubectl('scale', 'deployment', 'none', '-n', namespace, '--replicas=1');
    await until('the change is seen', () => [...Deployment.values()][0]?.replicas === 1);
    watch.focus(null);
    expect(phases()).toEqual(['idle', 'idle', 'idle', 'idle', 'idle']);
    expect(ReplicaSet.size).toBe(0);
  });

  it('what may not be read is denied with verb and resource', async () => {
    const blind = await userApi('blind', ['servicescope-mend']);
    const watch = watchCluster({ api: blind, namespace, signal });
    watch.focus({ namespace, name: 'whole-selector' });
    const denied = (): Promise<true | null> =>
      Promise.resolve(FINDING_KINDS.every((kind) => watch.states()[kind].phase === 'denied') ? true : null);
    await eventually(denied, 'all are denied', 30_000);
    expect(watch.states().NetworkPolicy).toMatchObject({
      ...{ phase: 'denied', verb: 'list', resource: 'networkpolicies', namespace },
    });
  });

  it('the same labels in another namespace, or who may not look there', async () => {
    const app = namespace;
    await apply(`apiVersion: v1
kind: Pod
metadata: {name: alike, namespace: ${namespace}, labels: {app: ${app}}}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  schedulerName: nobody
  containers:
    - {name: c, image: none, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}
`);
    expect(await podsElsewhere(api, { app }, 'default', signal)).toEqual({
      namespaces: [{ namespace, pods: 1, examples: ['alike'] }],
      whole: true,
    });
    expect(await podsElsewhere(api, { app }, namespace, signal)).toEqual({ namespaces: [], whole: true });
    const looker = await userApi('near', ['servicescope-look']);
    await expect(podsElsewhere(looker, { app }, 'default', signal)).rejects.toMatchObject({
      failure: { code: 'api.forbidden', parameters: { verb: 'list', resource: 'pods', namespace: null } },
    });
    expect(await readDataPlane(looker)).toEqual({ kind: 'denied', verb: 'list', resource: 'pods' });
    expect((await readDataPlane(api)).kind).not.toBe('denied');
  });
});
