import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import type { Sent, Target, Wire } from './target.ts';

const { SERVICE, CONFIG_MAP, POD, DEPLOYMENT, JOB } = BY_KIND;
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const WEB = { name: 'web', image: 'nginx' };

/** A value of another type than the field's. */
function typed(name: string, apiVersion: string, kind: string, path: Case['play'], fields: Wire): Case {
  return {
    name: `type: ${name}`,
    play: async (target, id) => {
      const url = `${String(await path(target, id))}?dryRun=All`;
      return target.send('POST', url, { body: { apiVersion, kind, metadata: { name: id }, ...fields } });
    },
  };
}

const services = (target: Target): Promise<string> => Promise.resolve(SERVICE.path(target.namespace));
const pods = (target: Target): Promise<string> => Promise.resolve(POD.path(target.namespace));
const ofService = (name: string, spec: unknown): Case => typed(name, 'v1', 'Service', services, { spec });
const ofPod = (name: string, container: Wire): Case =>
  typed(name, 'v1', 'Pod', pods, { spec: { containers: [{ ...WEB, ...container }] } });

const TYPES: readonly Case[] = [
  ofService('a port in quotes', { ports: [{ port: '80' }] }),
  ofService('a port with a fraction', { ports: [{ port: 80.5 }] }),
  ofService('a spec that is a text', 'x'),
  ofService('ports that are an object', { ports: { port: 80 } }),
  ofService('a selector of numbers', { selector: { a: 1 }, ports: [{ port: 80 }] }),
  ofService('a targetPort that is a boolean', { ports: [{ port: 80, targetPort: true }] }),
  ofPod('an env value that is a number', { env: [{ name: 'A', value: 1 }] }),
  ofPod('a quantity that is none', { resources: { limits: { cpu: 'much' } } }),
  ofPod('a quantity of an unknown suffix', { resources: { limits: { memory: '64MB' } } }),
];

interface Step extends Sent {
  readonly method?: string;
}

/** One object that is made, and what is asked of it then. */
function asked(name: string, sample: typeof SERVICE, body: Wire, steps: readonly Step[]): Case {
  return {
    name,
    play: async (target, id) => {
      const path = sample.path(target.namespace);
      const { apiVersion, kind } = sample.make(id);
      isCreated(await target.send('POST', path, { body: { apiVersion, kind, metadata: { name: id }, ...body } }));
      const answers: unknown[] = [];
      for (const { method = 'PATCH', ...sent } of steps) answers.push(await target.send(method, `${path}/${id}`, sent));
      return answers;
    },
  };
}

const PORTS = {
  ports: [
    { name: 'a', port: 80 },
    { name: 'b', port: 81 },
    { name: 'c', port: 82 },
  ],
};
const strategic = (...bodies: readonly unknown[]): readonly Step[] => bodies.map((body) => ({ body, type: STRATEGIC }));
const operations = (...bodies: readonly unknown[]): readonly Step[] =>
  bodies.map((body) => ({ body, type: JSON_PATCH }));

const PATCHES: readonly Case[] = [
  asked('patch: strategic, a list by its key', SERVICE, { spec: PORTS }, [
    ...strategic({ spec: { ports: [{ port: 81, targetPort: 8081 }] } }),
    ...strategic({ spec: { ports: [{ port: 83, name: 'd' }] } }),
    ...strategic({ spec: { ports: [{ port: 80, $patch: 'delete' }] } }),
    ...strategic({
      spec: { $setElementOrder: undefined, '$setElementOrder/ports': [{ port: 83 }, { port: 81 }, { port: 82 }] },
    }),
    ...strategic({ spec: { ports: [{ $patch: 'replace' }, { port: 90 }] } }),
  ]),
  asked('patch: strategic, a container by its name', DEPLOYMENT, DEPLOYMENT.make('x'), [
    ...strategic({ spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'A', value: '1' }] }] } } } }),
    ...strategic({ spec: { template: { spec: { containers: [{ name: 'two', image: 'nginx' }] } } } }),
    ...strategic({ spec: { template: { spec: { containers: [{ name: 'two', $patch: 'delete' }] } } } }),
    ...strategic({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }),
  ]),
  asked('patch: strategic, of a text, of a list, of a number', CONFIG_MAP, {}, strategic('"text"', [], 1)),
  asked(
    'patch: strategic, the account of a template',
    DEPLOYMENT,
    { spec: DEPLOYMENT.make('x').spec },
    strategic(
      { spec: { replicas: 0, template: { spec: { serviceAccountName: 'builder' } } } },
      { spec: { template: { spec: { serviceAccountName: null, serviceAccount: null } } } },
    ),
  ),
  asked(
    'Job: without a label, read again',
    JOB,
    { spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [WEB] } } } },
    [{ method: 'GET' }],
  ),
  asked('patch: JSON, its operations', CONFIG_MAP, { data: { a: '1', b: '2' } }, [
    ...operations([{ op: 'replace', path: '/data/a', value: '3' }]),
    ...operations([{ op: 'move', from: '/data/a', path: '/data/c' }]),
    ...operations([{ op: 'copy', from: '/data/c', path: '/data/d' }]),
    ...operations([{ op: 'test', path: '/data/d', value: '3' }]),
    ...operations([{ op: 'add', path: '/data/x~1y', value: 'z' }]),
  ]),
];

function raw(name: string, method: string, path: (target: Target) => string, sent: Sent = {}): Case {
  return { name: `request: ${name}`, play: (target) => target.send(method, path(target), sent) };
}

const maps = (target: Target): string => CONFIG_MAP.path(target.namespace);
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const REQUESTS: readonly Case[] = [
  raw('a path of nothing', 'GET', () => '/nothing'),
  raw('a kind of nothing', 'GET', (target) => `/api/v1/namespaces/${target.namespace}/nothings`),
  raw('a version of nothing', 'GET', () => '/apis/apps/v9/deployments'),
  raw('PUT of a collection', 'PUT', maps, { body: {} }),
  raw('POST of an object', 'POST', (target) => `${maps(target)}/x`, { body: {} }),
  raw('an Accept that is none', 'GET', maps, { accept: 'text/csv' }),
  raw('a patch of an unknown type', 'PATCH', (target) => `${maps(target)}/x`, { body: {}, type: 'text/csv' }),
  raw('a review of oneself', 'POST', () => REVIEWS, {
    body: { spec: { resourceAttributes: { verb: 'list', resource: 'pods' } } },
  }),
  raw('a review of oneself that asks nothing', 'POST', () => REVIEWS, {
    body: { spec: {} },
  }),
  raw('a review of oneself that asks two things', 'POST', () => REVIEWS, {
    body: {
      spec: {
        resourceAttributes: { verb: 'list', resource: 'pods' },
        nonResourceAttributes: { verb: 'get', path: '/healthz' },
      },
    },
  }),
];

/** Whoever asks about himself, what he calls the question: refused, or dropped. */
const METADATA: readonly Wire[] = [
  { name: 'mine' },
  { generateName: 'mine-' },
  { labels: { b: '2', a: '1' }, annotations: { note: 'mine' } },
  { namespace: 'default', uid: 'mine', creationTimestamp: '2020-01-01T00:00:00Z', labels: {} },
];

const NAMED_REVIEWS: readonly Case[] = METADATA.flatMap((metadata) => {
  const title = `with ${Object.keys(metadata).join(', ')}`;
  const spec = { nonResourceAttributes: { verb: 'get', path: '/healthz' } };
  const asked = (path: string, body: Wire) => async (target: Target) => {
    const answer = await target.send('POST', path, { body: { metadata, ...body } });
    const { metadata: told, message, details } = answer.body as Wire;
    return [answer.code, told, message, details, answer.warnings];
  };
  return [
    { name: `SelfSubjectAccessReview: ${title}`, play: asked(`${REVIEWS}?fieldManager=suite`, { spec }) },
    { name: `SelfSubjectReview: ${title}`, play: asked('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}) },
    {
      name: `SelfSubjectRulesReview: ${title}`,
      play: asked('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', { spec: { namespace: 'default' } }),
    },
  ];
});

const NO_NAMESPACE = raw(
  'rules of no namespace',
  'POST',
  () => '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
  {
    body: { spec: {} },
  },
);

export const REQUEST_CASES: readonly Case[] = [...TYPES, ...PATCHES, ...REQUESTS, ...NAMED_REVIEWS, NO_NAMESPACE];
