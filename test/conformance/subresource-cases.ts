import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import type { Answer, Target, Wire } from './target.ts';

// What hangs below an object: status, scale, log, eviction; and what its deletion does to those it owns.
const { SERVICE, POD, REPLICA_SET, DEPLOYMENT, JOB } = BY_KIND;
const MERGE = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const APPLY = 'application/apply-patch+yaml';
const STRATEGIC = 'application/strategic-merge-patch+json';

interface Stage {
  readonly target: Target;
  readonly path: string;
  readonly id: string;
  /** An answer to something about the object. */
  ask(method: string, below?: string, body?: unknown, type?: string): Promise<Answer>;
}

/** One object of a kind, made; then what is asked of it. */
function about(name: string, sample: typeof SERVICE, play: (stage: Stage) => Promise<unknown>): Case {
  return {
    name,
    play: async (target, id) => {
      const path = sample.path(target.namespace);
      isCreated(await target.send('POST', path, { body: sample.make(id) }));
      const ask: Stage['ask'] = (method, below = '', body?: unknown, type = 'application/json') =>
        target.send(method, `${path}/${id}${below}`, body === undefined ? {} : { body, type });
      return play({ target, path, id, ask });
    },
  };
}

const INGRESS = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };

const STATUS: readonly Case[] = [
  about('status: of a Service, patched, and its spec left alone', SERVICE, async ({ ask }) => [
    await ask('PATCH', '/status', { status: INGRESS, spec: { sessionAffinity: 'ClientIP' } }, MERGE),
    await ask('PATCH', '/status', { status: INGRESS }, STRATEGIC),
    await ask('PATCH', '', { status: { loadBalancer: {} } }, MERGE),
    await ask('GET', '/status'),
  ]),
  about('status: of a Service, by a JSON patch and by apply', SERVICE, async ({ id, ask }) => {
    const applied = { apiVersion: 'v1', kind: 'Service', metadata: { name: id }, status: INGRESS };
    const condition = { type: 'servicescope.dev/as-a-test', status: 'True', reason: 'AsATest', message: 'as a test' };
    const told = { ...condition, lastTransitionTime: '2026-01-01T00:00:00Z' };
    return [
      await ask('PATCH', '/status', [{ op: 'add', path: '/status/conditions', value: [told] }], JSON_PATCH),
      await ask('PATCH', '/status', [{ op: 'remove', path: '/status/conditions/1' }], JSON_PATCH),
      await ask('PATCH', '/status?fieldManager=me', applied, APPLY),
      await ask('PATCH', '/status?fieldManager=me', { ...applied, status: {}, spec: { type: 'NodePort' } }, APPLY),
      await ask('PATCH', '/status', applied, APPLY),
    ];
  }),
  {
    name: 'status: of a LoadBalancer, its address given and taken',
    play: async (target, id) => {
      const path = SERVICE.path(target.namespace);
      const service = SERVICE.make(id);
      const spec = { ...(service.spec as Wire), type: 'LoadBalancer' };
      isCreated(await target.send('POST', path, { body: { ...service, spec } }));
      const patch = (body: unknown): Promise<Answer> =>
        target.send('PATCH', `${path}/${id}/status`, { body, type: MERGE });
      return [
        await patch({ status: INGRESS }),
        await patch({ status: { loadBalancer: { ingress: [{ ip: 'x' }] } } }),
        await patch({ status: { loadBalancer: null } }),
      ];
    },
  },
  about('status: of a Pod, put, with another label that is not taken', POD, async ({ ask }) => {
    const { body } = await ask('GET');
    const pod = body as { readonly metadata: Wire };
    const put = { ...pod, metadata: { ...pod.metadata, labels: { other: 'x' } }, status: { phase: 'Failed' } };
    const answer = await ask('PUT', '/status', { ...put, metadata: { ...put.metadata, resourceVersion: undefined } });
    return [answer.code, (answer.body as { readonly status: Wire }).status.phase];
  }),
  about('status: of what has none', SERVICE, async ({ target, id }) => {
    const path = `/api/v1/namespaces/${target.namespace}/configmaps/${id}/status`;
    return (await target.send('GET', path)).code;
  }),
];

function scaled(sample: typeof REPLICA_SET): Case {
  return about(`scale: of a ${sample.kind}, read, put, patched, and refused`, sample, async ({ id, target, ask }) => {
    const scale = (replicas: number): Wire => ({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: id, namespace: target.namespace },
      spec: { replicas },
    });
    return [
      await ask('GET', '/scale'),
      await ask('PUT', '/scale', scale(2)),
      ((await ask('GET')).body as { readonly spec: Wire }).spec.replicas,
      await ask('PATCH', '/scale', [{ op: 'replace', path: '/spec/replicas', value: 1 }], JSON_PATCH),
      await ask('PATCH', '/scale', [{ op: 'test', path: '/spec/replicas', value: 2 }], JSON_PATCH),
      await ask('PATCH', '/scale', { spec: { replicas: 0 } }, MERGE),
      await ask('PUT', '/scale', scale(-1)),
      await ask('PATCH', '/scale?fieldManager=me&force=true', scale(1), APPLY),
      await ask('PATCH', '/scale?fieldManager=other', scale(3), APPLY),
    ].map(withoutCounts);
  });
}

/** A Scale's status is its controller's to write, whenever it likes. */
function withoutCounts(answer: unknown): unknown {
  const { body } = answer as { readonly body?: Wire };
  if (body?.kind !== 'Scale') return answer;
  const { creationTimestamp: _, ...metadata } = body.metadata as Wire;
  return { ...(answer as Wire), body: { ...body, metadata, status: undefined } };
}

const LOGS: readonly Case[] = [
  about('log: of a Pod that waits, of a container it has not, of one before', POD, async ({ ask }) => [
    await ask('GET', '/log'),
    await ask('GET', '/log?container=none'),
    await ask('GET', '/log?tailLines=-1'),
    await ask('GET', '/log?sinceSeconds=1&sinceTime=2024-01-01T00:00:00Z'),
  ]),
  {
    name: 'log: of a Pod of two containers, of which none is named, and of no Pod',
    play: async (target, id) => {
      const path = POD.path(target.namespace);
      const one = (name: string): Wire => ({ name, image: 'nginx' });
      const spec = { ...(POD.make(id).spec as Wire), containers: [one('one'), one('two')] };
      isCreated(await target.send('POST', path, { body: { ...POD.make(id), spec } }));
      return [await target.send('GET', `${path}/${id}/log`), await target.send('GET', `${path}/${id}-none/log`)];
    },
  },
];

const gone = (stage: Stage): Promise<number> =>
  eventually(async () => ((await stage.ask('GET')).code === 404 ? 404 : null), `${stage.id} to go`);

const EVICTION: Case = about('eviction: refused for another name, then done', POD, async (stage) => {
  const eviction = (name: string): Wire => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
  return [
    await stage.ask('POST', '/eviction', eviction(`${stage.id}-other`)),
    await stage.ask('POST', '/eviction', eviction(stage.id)),
    await gone(stage),
  ];
});

interface Owned {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly ownerReferences?: readonly Wire[] };
  }[];
}

/** A ReplicaSet with one Pod that stays Pending. */
function deletedAs(propagation: string): Case {
  return {
    name: `propagation: ${propagation}`,
    play: async (target, id) => {
      const path = REPLICA_SET.path(target.namespace);
      const set = REPLICA_SET.make(id);
      isCreated(await target.send('POST', path, { body: { ...set, spec: { ...(set.spec as Wire), replicas: 1 } } }));
      const pods = async (): Promise<Owned['items']> => {
        const { body } = await target.send('GET', `${POD.path(target.namespace)}?labelSelector=app%3D${id}`);
        return (body as Owned).items;
      };
      await eventually(async () => ((await pods()).length === 1 ? true : null), `a Pod of ${id}`);
      const answer = await target.send('DELETE', `${path}/${id}?propagationPolicy=${propagation}`);
      const isGone = async (): Promise<true | null> =>
        (await target.send('GET', `${path}/${id}`)).code === 404 ? true : null;
      await eventually(isGone, `${id} to go`);
      const left = async (): Promise<number | null> => {
        const now = await pods();
        if (propagation === 'Orphan')
          return now.every(({ metadata }) => metadata.ownerReferences === undefined) ? now.length : null;
        return now.length === 0 ? 0 : null;
      };
      return [answer.code, (answer.body as Wire).kind, await eventually(left, `the Pods of ${id}`)];
    },
  };
}

const PROPAGATION: readonly Case[] = [
  ...['Background', 'Foreground', 'Orphan'].map(deletedAs),
  about('propagation: a word that is none', JOB, ({ ask }) => ask('DELETE', '?propagationPolicy=Sideways')),
];

export const SUBRESOURCE_CASES: readonly Case[] = [
  ...STATUS,
  scaled(REPLICA_SET),
  scaled(DEPLOYMENT),
  ...LOGS,
  EVICTION,
  ...PROPAGATION,
];
