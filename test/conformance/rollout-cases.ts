import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import { printed } from './table-cells.ts';
import type { Target, Wire } from './target.ts';

// What the controllers of Deployments and Jobs make of them over some seconds.
const { DEPLOYMENT, JOB, POD, REPLICA_SET } = BY_KIND;
const MERGE = 'application/merge-patch+json';
const WAIT_MS = 60_000;
const REPLICAS = 2;
const REVISION = 'deployment.kubernetes.io/revision';

interface Owned {
  readonly metadata: {
    readonly name: string;
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Wire;
  readonly status?: Wire & { readonly conditions?: readonly Wire[] };
}

const conditionsOf = ({ status }: Owned): readonly (readonly unknown[])[] =>
  (status?.conditions ?? [])
    .map(({ type, status: is, reason, message }) => [type, is, reason, message])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

async function listed(target: Target, path: string, selector: string): Promise<readonly Owned[]> {
  const { body } = await target.send('GET', `${path}?labelSelector=${encodeURIComponent(selector)}`);
  return (body as { readonly items: readonly Owned[] }).items;
}

/** A Deployment once all of its Pods are of its newest template, with its ReplicaSets by revision. */
async function rolledOut(target: Target, name: string): Promise<unknown> {
  const isOut = ({ metadata, status = {} }: Owned): boolean =>
    status.observedGeneration === metadata.generation &&
    [status.replicas, status.updatedReplicas, status.availableReplicas].every((count) => count === REPLICAS) &&
    JSON.stringify(status.conditions).includes('NewReplicaSetAvailable');
  const deployment = await eventually(
    async () => {
      const { body } = await target.send('GET', `${DEPLOYMENT.path(target.namespace)}/${name}`);
      return isOut(body as Owned) ? (body as Owned) : null;
    },
    `${name} to be rolled out`,
    WAIT_MS,
  );
  const sets = await listed(target, REPLICA_SET.path(target.namespace), `app=${name}`);
  const { conditions: _, ...counts } = deployment.status ?? {};
  return [
    deployment.metadata.annotations?.[REVISION],
    counts,
    conditionsOf(deployment),
    sets
      .map(({ metadata: { annotations }, spec, status }) => [annotations, spec.replicas, status?.replicas] as const)
      .sort(([a], [b]) => Number(a?.[REVISION]) - Number(b?.[REVISION])),
  ];
}

const ROLLOUT: Case = {
  name: 'Deployment: rolled out, changed, changed back, and paused',
  play: async (target, id) => {
    const server = { name: 'web', image: 'ghcr.io/stefanprodan/podinfo:6.9.2', command: ['./podinfo', '--port=8080'] };
    const template = (env: readonly Wire[] | null): Wire => ({
      metadata: { labels: { app: id } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ ...server, env }] },
    });
    const path = DEPLOYMENT.path(target.namespace);
    const spec = { replicas: REPLICAS, selector: { matchLabels: { app: id } }, template: template(null) };
    isCreated(await target.send('POST', path, { body: { ...DEPLOYMENT.make(id), spec } }));
    const first = await rolledOut(target, id);
    const change = async (env: readonly Wire[] | null): Promise<unknown> => {
      await target.send('PATCH', `${path}/${id}`, { body: { spec: { template: template(env) } }, type: MERGE });
      return rolledOut(target, id);
    };
    const second = await change([{ name: 'A', value: 'b' }]);
    const third = await change(null);
    const pause = { spec: { paused: true } };
    await target.send('PATCH', `${path}/${id}`, { body: pause, type: MERGE });
    const fourth = await eventually(
      async () => {
        const { body } = await target.send('GET', `${path}/${id}`);
        const told = conditionsOf(body as Owned);
        return JSON.stringify(told).includes('DeploymentPaused') ? told : null;
      },
      `${id} to be paused`,
      WAIT_MS,
    );
    const events = `/api/v1/namespaces/${target.namespace}/events?fieldSelector=involvedObject.name%3D${id}`;
    const { items } = (await target.send('GET', events)).body as { readonly items: readonly Wire[] };
    const told = new Set(items.map(({ type, reason, source }) => JSON.stringify([type, reason, source])));
    return [first, second, third, fourth, [...told].sort()];
  },
};

/** A Job that fails: what it says then, what kubectl prints of it, its Pods, and that it goes by its TTL. */
function failing(what: string, own: Wire, command: string): Case {
  return {
    name: `Job: ${what}`,
    play: async (target, id) => {
      const container = { name: 'main', image: 'docker.io/curlimages/curl:8.7.1', command: ['sh', '-c', command] };
      const template = {
        metadata: { labels: { app: id } },
        spec: { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers: [container] },
      };
      const spec = { backoffLimit: 0, ttlSecondsAfterFinished: 5, template, ...own };
      isCreated(await target.send('POST', JOB.path(target.namespace), { body: { ...JOB.make(id), spec } }));
      const path = `${JOB.path(target.namespace)}/${id}`;
      const failed = await eventually(
        async () => {
          const row = await printed(target, path, ['Status', 'Completions']);
          return row !== null && JSON.stringify(row.object.status).includes('"Failed"') ? row : null;
        },
        `${id} to fail`,
        WAIT_MS,
      );
      const job = failed.object as unknown as Owned;
      const pods = (await listed(target, POD.path(target.namespace), `app=${id}`)).map(({ status }) => status?.phase);
      const gone = async (): Promise<true | null> => ((await target.send('GET', path)).code === 404 ? true : null);
      await eventually(gone, `${id} to go`, WAIT_MS);
      const { active, failed: count, succeeded } = job.status ?? {};
      return [conditionsOf(job), { active, count, succeeded }, failed.cells, pods];
    },
  };
}

export const ROLLOUT_CASES: readonly Case[] = [
  ROLLOUT,
  failing('its Pod fails, and it has no second try', {}, 'exit 1'),
  failing('its time is over', { activeDeadlineSeconds: 2 }, 'sleep 3600'),
  failing('its time is over, and it never had a Pod', { activeDeadlineSeconds: 2, parallelism: 0 }, 'true'),
];
