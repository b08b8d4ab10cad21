import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case, type Sample } from './case.ts';
import { BY_KIND, clusterName, NAMESPACE, NODE } from './samples.ts';
import type { Answer, Target, Wire } from './target.ts';

// Statuses that are written by themselves, finalizers of a Namespace, and where a Pod runs: what controllers do by the API.
const { SERVICE, POD, REPLICA_SET, DEPLOYMENT, JOB } = BY_KIND;
const MERGE = 'application/merge-patch+json';
const HELD = 'servicescope.dev/held';
const OTHER_UID = '00000000-0000-4000-8000-000000000000';

interface Stage {
  readonly target: Target;
  readonly name: string;
  /** An answer to something about the object. */
  ask(method: string, below?: string, body?: unknown): Promise<Answer>;
}

/** One object of a kind, made, and gone at the end where nothing else takes it away. */
function about(name: string, sample: Sample, play: (stage: Stage) => Promise<unknown>): Case {
  return {
    name,
    play: async (target, id) => {
      const ofCluster = sample === NODE || sample === NAMESPACE;
      const own = ofCluster ? clusterName(target.namespace, id) : id;
      const path = sample.path(target.namespace);
      isCreated(await target.send('POST', path, { body: sample.make(own) }));
      const ask: Stage['ask'] = (method, below = '', body?: unknown) => {
        const type = method === 'PATCH' ? MERGE : 'application/json';
        return target.send(method, `${path}/${own}${below}`, body === undefined ? {} : { body, type });
      };
      try {
        return await play({ target, name: own, ask });
      } finally {
        if (ofCluster) await ask('DELETE');
      }
    },
  };
}

interface Written {
  readonly sample: Sample;
  /** Its controller has said all it has to say. */
  readonly settled?: (status: Wire) => boolean;
  /** What is written; lists replace what stands there. */
  readonly status: Wire;
  readonly refused?: Wire;
}

/** Beside a status: a kind may keep some of it. */
const BESIDE = { labels: { beside: 'status' }, annotations: { beside: 'status' } };
/** Pods keep their owners. Any other object that took this one would be collected as its orphan. */
const AN_OWNER = { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: OTHER_UID }] };

/** A status got, patched, put, and refused: with a spec that is not taken, and with metadata. */
function written({ sample, settled = () => true, status, refused }: Written): Case {
  return about(`status: of a ${sample.kind}, got, patched and put`, sample, async ({ ask }) => {
    const read = async (): Promise<Wire | null> => {
      const { body } = await ask('GET', '/status');
      return settled(((body as Wire).status ?? {}) as Wire) ? (body as Wire) : null;
    };
    const before = await eventually(read, `the status of ${sample.kind}`);
    const { resourceVersion: _, ...metadata } = before.metadata as Wire;
    return [
      { ...before, status: undefined },
      await ask('PATCH', '/status', { spec: sample.change.spec, status }),
      await ask('PUT', '/status', { ...before, metadata, status }),
      withoutStatus(await ask('PATCH', '/status', { metadata: sample === POD ? { ...BESIDE, ...AN_OWNER } : BESIDE })),
      await ask('PATCH', '/status', { metadata: { labels: { wrong: 'no label' }, uid: OTHER_UID } }),
      withoutStatus(await ask('PATCH', '/status', { metadata: { labels: { wrong: 'no label' } } })),
      ...(refused === undefined ? [] : [await ask('PATCH', '/status', { status: refused })]),
    ];
  });
}

/** Its controller may have written in between, or not. */
function withoutStatus(answer: Answer): Answer {
  const body = answer.body as Wire;
  return body.kind === 'Status' ? answer : { ...answer, body: { ...body, status: undefined } };
}

const SUITE = { type: 'Suite', status: 'True', reason: 'AsATest', message: 'as a test' };
const isObserved = ({ observedGeneration }: Wire): boolean => observedGeneration === 1;
const COUNTS = { observedGeneration: 1, replicas: 2, readyReplicas: 1 };
const WRONG_COUNTS = { replicas: -1, readyReplicas: 3, availableReplicas: 4 };

const STATUSES: readonly Case[] = (
  [
    { sample: SERVICE, status: { loadBalancer: {} } },
    { sample: DEPLOYMENT, settled: isObserved, status: { ...COUNTS, conditions: [SUITE] }, refused: WRONG_COUNTS },
    { sample: REPLICA_SET, settled: isObserved, status: COUNTS, refused: WRONG_COUNTS },
    {
      sample: JOB,
      settled: ({ conditions }) => conditions !== undefined,
      status: { conditions: [{ type: 'Suspended', status: 'True', reason: 'AsATest' }] },
      refused: { active: -1, ready: -1 },
    },
    {
      sample: POD,
      settled: ({ conditions }) => conditions !== undefined,
      status: { phase: 'Failed', reason: 'AsATest', message: 'as a test', conditions: [SUITE] },
      refused: { qosClass: 'Guaranteed' },
    },
    { sample: NODE, status: { conditions: [SUITE], addresses: [{ type: 'InternalIP', address: '192.0.2.7' }] } },
    {
      sample: NAMESPACE,
      status: { phase: 'Active', conditions: [SUITE] },
      refused: { phase: 'Terminating' },
    },
  ] satisfies readonly Written[]
).map(written);

const FINALIZE: Case = about('finalize: a Namespace is held, and let go', NAMESPACE, async ({ name, ask }) => {
  const finalize = async (...finalizers: readonly string[]): Promise<Answer> => {
    const { metadata, ...namespace } = (await ask('GET')).body as Wire;
    const { resourceVersion: _, ...rest } = metadata as Wire;
    return ask('PUT', '/finalize', { ...namespace, metadata: rest, spec: { finalizers } });
  };
  const answers = [await finalize('kubernetes', HELD), await finalize('held'), await ask('GET')];
  await ask('DELETE');
  const alone = async (): Promise<unknown> => {
    const { spec } = (await ask('GET')).body as { readonly spec: Wire };
    return JSON.stringify(spec.finalizers) === JSON.stringify([HELD]) ? spec : null;
  };
  const left = await eventually(alone, `${name} to be held by nothing else`, 60_000);
  return [...answers, left, (await finalize()).code, (await ask('GET')).code];
});

interface Nodes {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

const BINDING: Case = about('binding: of a Pod, of another name, and again', POD, async ({ target, name, ask }) => {
  const { items } = (await target.send('GET', NODE.path(''))).body as Nodes;
  const binding = (pod: string): Wire => ({
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: pod },
    target: { apiVersion: 'v1', kind: 'Node', name: items[0]?.metadata.name },
  });
  const bind = (pod: string): Promise<Answer> => ask('POST', '/binding', binding(pod));
  return [await bind(`${name}-other`), await bind(name), await bind(name)];
});

/** Without an upgrade, to a Pod that no Node has. */
const STREAMS: Case = about('streams: to a Pod that runs nowhere', POD, async ({ ask }) => {
  const paths = ['/exec?command=ls&stdout=true', '/attach?stdout=true', '/portforward?ports=80'];
  const asked = paths.flatMap((path) => [ask('GET', path), ask('POST', path)]);
  return Promise.all(asked);
});

export const STATUS_CASES: readonly Case[] = [...STATUSES, FINALIZE, BINDING, STREAMS];
