import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import { printed } from './table-cells.ts';
import type { Target, Wire } from './target.ts';

const { JOB, POD } = BY_KIND;
const IMAGE = 'docker.io/curlimages/curl:8.7.1';
/** No registry has it. */
const NOWHERE = 'servicescope.test/no-such-image:1';
const WAIT_MS = 60_000;

interface ContainerStatus {
  readonly state: Readonly<Record<string, Wire | undefined>>;
  readonly lastState: Readonly<Record<string, Wire | undefined>>;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
}

interface PodObject {
  readonly metadata: Wire & { readonly uid?: string; readonly deletionTimestamp?: string };
  readonly spec: Wire;
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly Wire[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

/** What the views read of a Pod's status, with the reasons and messages of the kubelet. */
function toldOf({ metadata, status }: PodObject): unknown {
  const left = (state: Readonly<Record<string, Wire | undefined>> | undefined): unknown =>
    Object.entries(state ?? {}).map(([kind, each]) => [kind, each?.reason, each?.message, each?.exitCode]);
  // When the sandbox of a Pod that has ended is taken down is chance.
  const over = status.phase === 'Succeeded' || status.phase === 'Failed';
  const conditions = (status.conditions ?? [])
    .filter(({ type }) => !over || type !== 'PodReadyToStartContainers')
    .map((each) => [each.type, each.status, each.reason, each.message]);
  return {
    ending: metadata.deletionTimestamp !== undefined,
    phase: status.phase,
    conditions: conditions.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    containers: status.containerStatuses?.map((each) => ({
      state: left(each.state),
      last: left(each.lastState),
      ready: each.ready,
      started: each.started,
      restarts: each.restartCount,
    })),
  };
}

async function podAt(target: Target, name: string): Promise<PodObject | null> {
  const { code, body } = await target.send('GET', `${POD.path(target.namespace)}/${name}`);
  return code === 200 ? (body as PodObject) : null;
}

async function makePod(target: Target, name: string, spec: Wire): Promise<void> {
  const metadata = { name, labels: { case: name } };
  const body = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { terminationGracePeriodSeconds: 0, ...spec } };
  isCreated(await target.send('POST', POD.path(target.namespace), { body }));
}

/** The Pod once its container is so, which it may be only for moments. */
function podOnce(target: Target, name: string, so: (status: ContainerStatus) => boolean): Promise<PodObject> {
  return eventually(
    async () => {
      const pod = await podAt(target, name);
      const [status] = pod?.status.containerStatuses ?? [];
      return pod !== null && status !== undefined && so(status) ? pod : null;
    },
    `the container of ${name}`,
    WAIT_MS,
  );
}

/** A Pod's container comes to wait for `reason`; `less`: what a runtime or registry says in its own words. */
function waitsFor(reason: string, container: Wire, less: (text: string) => string = (text) => text): Case {
  return {
    name: `kubelet: ${reason}`,
    play: async (target, id) => {
      await makePod(target, id, { containers: [{ name: 'web', image: IMAGE, ...container }] });
      const pod = await podOnce(target, id, ({ state }) => state.waiting?.reason === reason);
      const path = `${POD.path(target.namespace)}/${id}`;
      const shown = await eventually(
        async () => {
          const row = await printed(target, path, ['Ready', 'Status']);
          return row !== null && isWaiting(row.object as unknown as PodObject, reason) ? row.cells : null;
        },
        `${id} to show ${reason}`,
        WAIT_MS,
      );
      await target.send('DELETE', `${path}?gracePeriodSeconds=0`);
      return [JSON.parse(less(JSON.stringify(toldOf(pod)))) as unknown, shown];
    },
  };
}

function isWaiting({ status }: PodObject, reason: string): boolean {
  return status.containerStatuses?.[0]?.state.waiting?.reason === reason;
}

const runtimesWords = (text: string): string => text.replace(/(: ErrImagePull: )[^"\\]*(\\.[^"\\]*)*/g, '$1…');

const WAITING: readonly Case[] = [
  waitsFor('CrashLoopBackOff', { command: ['sh', '-c', 'exit 3'] }),
  waitsFor('ImagePullBackOff', { image: NOWHERE }, runtimesWords),
  waitsFor('ErrImageNeverPull', { image: NOWHERE, imagePullPolicy: 'Never' }),
  waitsFor('InvalidImageName', { image: 'servicescope.test/web:' }),
];

/** What stands in the event that says that the Pod is gone. */
async function lastOf(target: Target, { metadata }: PodObject): Promise<PodObject> {
  let version = String(metadata.resourceVersion);
  const path = `${POD.path(target.namespace)}?watch=1&fieldSelector=metadata.name%3D${String(metadata.name)}`;
  return eventually(
    async () => {
      const events = await target.watch(`${path}&resourceVersion=${version}`, { events: 1 });
      const [event] = events as readonly { readonly type: string; readonly object: PodObject }[];
      if (event === undefined) return null;
      version = String(event.object.metadata.resourceVersion);
      return event.type === 'DELETED' ? event.object : null;
    },
    `${String(metadata.name)} to go`,
  );
}

/** Deletes a Pod that runs, and looks at what is told of it until it is gone. */
function ending(what: string, spec: Wire): Case {
  return {
    name: `kubelet: a Pod that is deleted, ${what}`,
    play: async (target, id) => {
      await makePod(target, id, spec);
      await podOnce(target, id, ({ ready }) => ready);
      await target.send('DELETE', `${POD.path(target.namespace)}/${id}`);
      const ends = await podAt(target, id);
      const row = await printed(target, `${POD.path(target.namespace)}/${id}`, ['Ready', 'Status']);
      if (ends === null || row === null) throw new Error(`${id} is gone before its grace`);
      return [toldOf(ends), row.cells, toldOf(await lastOf(target, ends))];
    },
  };
}

const GRACE = { terminationGracePeriodSeconds: 2 };
const ENDING: readonly Case[] = [
  // The first process of a container has no default action for SIGTERM.
  ending('by its whole grace', { ...GRACE, containers: [{ name: 'web', image: IMAGE, command: ['sleep', '3600'] }] }),
];

const condition = (each: Wire): readonly unknown[] => [each.type, each.status, each.reason, each.message];

const FINISHED: Case = {
  name: 'kubelet: a Job goes by its TTL, with its Pod',
  play: async (target, id) => {
    const container = { name: 'main', image: IMAGE, command: ['sh', '-c', 'exit 0'] };
    const template = {
      metadata: { labels: { app: id } },
      spec: { restartPolicy: 'Never', containers: [container] },
    };
    const spec = { ttlSecondsAfterFinished: 3, backoffLimit: 0, template };
    isCreated(await target.send('POST', JOB.path(target.namespace), { body: { ...JOB.make(id), spec } }));
    const path = `${JOB.path(target.namespace)}/${id}`;
    const pods = `${POD.path(target.namespace)}?labelSelector=app%3D${id}`;
    const conditions = await eventually(
      async () => {
        const { status } = (await target.send('GET', path)).body as { readonly status?: { conditions?: Wire[] } };
        return status?.conditions?.some(({ type }) => type === 'Complete') === true ? status.conditions : null;
      },
      `${id} to complete`,
      WAIT_MS,
    );
    const { items } = (await target.send('GET', pods)).body as { readonly items: readonly PodObject[] };
    const rows = [
      await printed(target, path, ['Status', 'Completions']),
      await printed(target, `${POD.path(target.namespace)}/${String(items[0]?.metadata.name)}`, ['Ready', 'Status']),
    ];
    await eventually(async () => ((await target.send('GET', path)).code === 404 ? true : null), `${id} to go`, WAIT_MS);
    const none = async (): Promise<true | null> =>
      ((await target.send('GET', pods)).body as { readonly items: readonly unknown[] }).items.length === 0
        ? true
        : null;
    const gone = await eventually(none, `the Pod of ${id} to go`, WAIT_MS);
    return [conditions.map(condition), items.map(toldOf), rows.map((row) => row?.cells), gone];
  },
};

const ofNode = (operator: string, values?: readonly string[]): Wire => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator, values }] }],
      },
    },
  },
});
/** Longer than a scheduler takes for what it does. */
const SCHEDULED_MS = 3_000;

/** What the scheduler says of a Pod, and whether it gave it a Node. */
function scheduled(what: string, spec: Wire): Case {
  return {
    name: `scheduler: ${what}`,
    play: async (target, id) => {
      await makePod(target, id, { containers: [{ name: 'web', image: IMAGE, command: ['sleep', '3600'] }], ...spec });
      await new Promise((resolve) => setTimeout(resolve, SCHEDULED_MS));
      const pod = await podAt(target, id);
      await target.send('DELETE', `${POD.path(target.namespace)}/${id}?gracePeriodSeconds=0`);
      const told = pod?.status.conditions?.find(({ type }) => type === 'PodScheduled');
      return [Object.hasOwn(pod?.spec ?? {}, 'nodeName'), told?.status, told?.reason, told?.message];
    },
  };
}

const SCHEDULED: readonly Case[] = [
  scheduled('another one', { schedulerName: 'nobody' }),
  scheduled('a gate', { schedulingGates: [{ name: 'servicescope.dev/wait' }] }),
  scheduled('a Node that is required', ofNode('In', ['linux'])),
  scheduled('a Node that is required, and is not there', ofNode('NotIn', ['linux'])),
  scheduled('a Node with more than a number', ofNode('Gt', ['1'])),
];

/** What the scheduler, the kubelet and the Job controller say by themselves, of Pods that run or can't. */
export const KUBELET_CASES: readonly Case[] = [...WAITING, ...ENDING, FINISHED, ...SCHEDULED];
