import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import { configMap, deployment, ownersOf, service, stage, type Stage } from './apply-stage.ts';
import type { Target, Wire } from './target.ts';

const MERGE = 'application/merge-patch+json';
const { CONFIG_MAP, DEPLOYMENT, ENDPOINTS, JOB, NETWORK_POLICY, POD, REPLICA_SET, SERVICE, SLICE } = BY_KIND;

type Play = (on: Stage) => Promise<unknown>;

function on(kind: 'ConfigMap' | 'Service' | 'Deployment', plays: Readonly<Record<string, Play>>): readonly Case[] {
  const sample = { ConfigMap: CONFIG_MAP, Service: SERVICE, Deployment: DEPLOYMENT }[kind];
  return Object.entries(plays).map(([title, play]) => ({
    name: `apply ${kind}: ${title}`,
    play: (target: Target, id: string) => play(stage(target, sample.path(target.namespace), id)),
  }));
}

const CONFIG_MAPS = on('ConfigMap', {
  'made by it, and by it again': async ({ apply, now, name }) => [
    await apply(configMap(name, { a: '1' }), 'one'),
    await now(),
    await apply(configMap(name, { a: '1' }), 'one'),
    await now(),
  ],
  'what is left out goes': async ({ apply, now, name }) => [
    await apply(
      configMap(name, { a: '1', b: '2' }, { labels: { x: 'y' }, finalizers: ['test.dev/a', 'test.dev/b'] }),
      'one',
    ),
    await apply(configMap(name, { b: '2' }, { finalizers: ['test.dev/b'] }), 'one'),
    await now(),
    await apply({ apiVersion: 'v1', kind: 'ConfigMap' }, 'one'),
    await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }, 'one'),
    await now(),
  ],
  'what another owns too stays': async ({ apply, now, name }) => [
    await apply(configMap(name, { a: '1', b: '2' }), 'one'),
    await apply(configMap(name, { a: '1', c: '3' }), 'two'),
    await now(),
    await apply(configMap(name, {}), 'one'),
    await now(),
    await apply(configMap(name, {}), 'two'),
    await now(),
  ],
  'a conflict, of one field and of many': async ({ apply, patch, now, name }) => [
    await apply(configMap(name, { a: '1', b: '2', c: '3' }), 'one'),
    await apply(configMap(name, { a: 'x' }), 'two'),
    await apply(configMap(name, { a: 'x', b: 'y', d: 'z' }), 'two'),
    await patch({ data: { b: 'patched' } }, '?fieldManager=patcher'),
    await apply(configMap(name, { a: '1', b: '2', c: '3' }), 'one'),
    await now(),
  ],
  'force takes over': async ({ apply, now, name }) => [
    await apply(configMap(name, { a: '1', b: '2' }), 'one'),
    await apply(configMap(name, { a: 'x' }), 'two', '&force=true'),
    await now(),
    await apply(configMap(name, { b: '2' }), 'one'),
    await now(),
  ],
  'after updates of others': async ({ target, apply, patch, now, path, name }) => {
    isCreated(await target.send('POST', path.replace(/\/[^/]*$/, ''), { body: configMap(name, { a: '1', b: '2' }) }));
    const made = await now();
    const { body } = await target.send('GET', path);
    const { data, ...rest } = body as { readonly data: Wire };
    return [
      made,
      await target.send('PUT', `${path}?fieldManager=putter`, { body: { ...rest, data: { ...data, b: 'x', c: '3' } } }),
      await now(),
      await patch([{ op: 'remove', path: '/data/c' }], '?fieldManager=json', 'application/json-patch+json'),
      await patch({ data: { a: '2' } }, '?fieldManager=smart', 'application/strategic-merge-patch+json'),
      await now(),
      await apply(configMap(name, { a: '2', b: 'y' }), 'one'),
      await apply(configMap(name, { a: '2', b: 'y' }), 'one', '&force=1'),
      await now(),
    ];
  },
  'a dry run, and null': async ({ apply, now, name }) => [
    await apply(configMap(name, { a: '1' }), 'one', '&dryRun=All'),
    await now(),
    await apply(configMap(name, { a: '1', b: null }, { labels: null }), 'one'),
    await now(),
    await apply(configMap(name, { a: '2' }), 'one', '&dryRun=All'),
    await apply({ ...configMap(name, {}), data: null }, 'one'),
    await now(),
  ],
  'configurations that are none': async ({ apply, name }) => [
    await apply(configMap(name, { a: '1' }), ''),
    await apply(configMap(name, { a: '1' }), 'x'.repeat(129)),
    await apply({ ...configMap(name, {}), kind: 'Service' }, 'one'),
    await apply({ metadata: { name }, data: {} }, 'one'),
    await apply(configMap(`${name}-other`, {}), 'one'),
    await apply(configMap('', {}), 'one'),
    await apply(configMap(name, {}, { namespace: 'elsewhere' }), 'one'),
    await apply(configMap(name, {}, { managedFields: [] }), 'one'),
    await apply(configMap(name, {}, { uid: '00000000-0000-4000-8000-000000000000' }), 'one'),
  ],
  // The words alone: what does not fit the schema is 400 here, and 500 of the API server.
  'a null in a list': async ({ apply, name }) => {
    const finalizers = ['servicescope.dev/a', null, 'servicescope.dev/a'];
    const answers = [
      await apply(configMap(name, {}, { finalizers }), 'one'),
      await apply(configMap(name, {}, { ownerReferences: [null] }), 'one'),
    ];
    return answers.map(({ body }) => (body as { readonly message: string }).message);
  },
  'force without an apply': async ({ target, patch, path, name }) => {
    isCreated(await target.send('POST', path.replace(/\/[^/]*$/, ''), { body: configMap(name, { a: '1' }) }));
    return patch({ data: { a: '2' } }, '?force=true');
  },
  'a version that is none': async ({ apply, name }) => [
    await apply(configMap(name, { a: '1' }), 'one'),
    await apply(configMap(name, { a: '2' }, { resourceVersion: '1' }), 'one'),
  ],
  'owners taken out by hand': async ({ apply, patch, now, name }) => [
    await apply(configMap(name, { a: '1' }), 'one'),
    await patch({ metadata: { managedFields: [{}] } }),
    await now(),
    await patch({ data: { b: '2' } }),
    await now(),
    await apply(configMap(name, { a: '2' }), 'one'),
    await apply(configMap(name, { a: '1' }), 'one'),
    await now(),
  ],
});

const SERVICES = on('Service', {
  'an item of a keyed list': async ({ apply, now, name }) => {
    const http = { name: 'http', port: 80 };
    const dns = { name: 'dns', port: 53, protocol: 'UDP' };
    return [
      await apply(service(name, { selector: { app: 'a' }, ports: [http, dns] }), 'one'),
      await now(),
      await apply(service(name, { ports: [{ name: 'dns-tcp', port: 53, protocol: 'TCP' }] }), 'two'),
      await apply(service(name, { selector: { app: 'a' }, ports: [http] }), 'one'),
      await now(),
      await apply(service(name, { ports: [{ ...http, targetPort: 8080 }] }), 'two'),
      await apply(service(name, { ports: [{ port: 80, protocol: 'TCP', name: 'web' }] }), 'two'),
    ];
  },
  'a selector is one value': async ({ apply, now, name }) => [
    await apply(service(name, { selector: { app: 'a', tier: 'b' }, ports: [{ port: 80 }] }), 'one'),
    await apply(service(name, { selector: { app: 'a' } }), 'two'),
    await apply(service(name, { selector: { app: 'a' } }), 'two', '&force=true'),
    await now(),
  ],
  'a field left out gets its default': async ({ apply, now, name }) => [
    await apply(service(name, { ports: [{ port: 80 }], sessionAffinity: 'ClientIP' }), 'one'),
    await apply(service(name, { ports: [{ port: 80 }] }), 'one'),
    await now(),
  ],
});

const DEPLOYMENTS = on('Deployment', {
  'keyed lists in keyed lists': async ({ apply, now, name }) => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    return [
      await apply(deployment(name, { image: 'x', env, ports: [{ containerPort: 80 }] }), 'one'),
      await now(),
      await apply(deployment(name, { image: 'x', env: [{ name: 'C', value: '3' }] }), 'two'),
      await apply(deployment(name, { image: 'x', env: env.slice(1) }), 'one'),
      await now(),
      await apply(deployment(name, { image: 'y', env: [{ name: 'B', value: 'x' }] }), 'two'),
    ];
  },
  scaled: async ({ target, apply, now, path, name }) => {
    const isolated = deployment(name, { image: 'x' });
    return [
      await apply(isolated, 'one'),
      await target.send('PATCH', `${path}/scale?fieldManager=scaler`, { body: { spec: { replicas: 0 } }, type: MERGE }),
      await target.send('PATCH', `${path}?fieldManager=other`, { body: { spec: { minReadySeconds: 3 } }, type: MERGE }),
      await apply(deployment(name, { image: 'x' }, { minReadySeconds: 4 }), 'one'),
      await now(),
    ];
  },
});

/** What a plain create owns, of every kind. */
const CREATED: readonly Case[] = [
  SERVICE,
  CONFIG_MAP,
  POD,
  ENDPOINTS,
  SLICE,
  REPLICA_SET,
  DEPLOYMENT,
  JOB,
  NETWORK_POLICY,
].map((sample) => ({
  name: `owners of a new ${sample.kind}, and after a patch`,
  play: async (target, id) => {
    const path = sample.path(target.namespace);
    const made = await target.send('POST', `${path}?fieldManager=maker`, { body: sample.make(id) });
    const patched = await target.send('PATCH', `${path}/${id}?fieldManager=changer`, {
      body: sample.change,
      type: MERGE,
    });
    return [ownersOf(made.body), ownersOf(patched.body)];
  },
}));

const KUBECTL: readonly Case[] = [
  {
    name: 'kubectl apply: a List',
    play: async (target, id) => {
      const apply = (...items: readonly Wire[]): Promise<unknown> =>
        target.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
      return [
        await apply(configMap(`${id}-a`, { a: '1' }), service(`${id}-b`, { ports: [{ port: 80 }] })),
        (await target.send('GET', `${CONFIG_MAP.path(target.namespace)}/${id}-a`)).code,
        (await target.send('GET', `${SERVICE.path(target.namespace)}/${id}-b`)).code,
      ];
    },
  },
  {
    name: 'kubectl apply: three ways, on the client',
    play: async (target, id) => {
      const path = `${CONFIG_MAP.path(target.namespace)}/${id}`;
      const apply = (config: Wire): Promise<unknown> => target.kubectl(['apply', '-f', '-'], JSON.stringify(config));
      const first = await apply(configMap(id, { a: '1', b: '2' }, { labels: { x: 'y' } }));
      isCreated(await target.send('PATCH', path, { body: { data: { c: '3' } }, type: MERGE }));
      return [
        first,
        await apply(configMap(id, { a: '1' })),
        await apply(configMap(id, { a: '1' })),
        await target.send('GET', path),
        ownersOf((await target.send('GET', path)).body),
      ];
    },
  },
  {
    name: 'kubectl apply: an item of a keyed list, on the client',
    play: async (target, id) => {
      const apply = (config: Wire): Promise<unknown> => target.kubectl(['apply', '-f', '-'], JSON.stringify(config));
      const web = { name: 'web', port: 80 };
      return [
        await apply(service(id, { selector: { app: id }, ports: [web, { name: 'more', port: 81 }] })),
        await apply(service(id, { selector: { app: id }, ports: [web] })),
        await target.send('GET', `${SERVICE.path(target.namespace)}/${id}`),
      ];
    },
  },
  {
    name: 'kubectl apply --server-side: conflicts, and by force',
    play: async (target, id) => {
      const path = `${CONFIG_MAP.path(target.namespace)}/${id}`;
      const apply = (config: Wire, ...more: readonly string[]): Promise<unknown> =>
        target.kubectl(['apply', '--server-side', ...more, '-f', '-'], JSON.stringify(config));
      const owners = async (): Promise<unknown> => ownersOf((await target.send('GET', path)).body);
      return [
        await apply(configMap(id, { a: '1', b: '2' })),
        await owners(),
        await target.kubectl(['patch', 'configmap', id, '--type=merge', '-p', '{"data":{"a":"x"}}']),
        await apply(configMap(id, { a: '1' })),
        await apply(configMap(id, { a: '1' }), '--force-conflicts'),
        await apply(configMap(id, { a: '2' }), '--field-manager=other'),
        await target.send('GET', path),
        await owners(),
      ];
    },
  },
  {
    name: 'kubectl apply --server-side: over what it applied on the client',
    play: async (target, id) => {
      const path = `${CONFIG_MAP.path(target.namespace)}/${id}`;
      const apply = (config: Wire, ...more: readonly string[]): Promise<unknown> =>
        target.kubectl(['apply', ...more, '-f', '-'], JSON.stringify(config));
      return [
        await apply(configMap(id, { a: '1', b: '2' })),
        await apply(configMap(id, { a: '2' }), '--server-side'),
        await target.send('GET', path),
        ownersOf((await target.send('GET', path)).body),
        (await target.kubectl(['get', 'configmap', id, '-o', 'yaml'])).stdout.includes('managedFields'),
        (await target.kubectl(['get', 'cm', id, '-o', 'yaml', '--show-managed-fields'])).stdout.includes(
          'managedFields',
        ),
      ];
    },
  },
];

export const APPLY_CASES: readonly Case[] = [...CONFIG_MAPS, ...SERVICES, ...DEPLOYMENTS, ...CREATED, ...KUBECTL];
