import type { Answer, Target, Wire } from './target.ts';

const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';

/** One kind, played by several managers. */
export interface Stage {
  readonly target: Target;
  /** Applies a configuration; `more` goes on the query. */
  readonly apply: (config: Wire, manager: string, more?: string) => Promise<Answer>;
  readonly patch: (body: unknown, query?: string, type?: string) => Promise<Answer>;
  /** The object as it is now, and who owns what. */
  readonly now: () => Promise<unknown>;
  readonly path: string;
  readonly name: string;
}

export function stage(target: Target, collection: string, name: string): Stage {
  const path = `${collection}/${name}`;
  return {
    target,
    path,
    name,
    apply: (config, manager, more = '') =>
      target.send('PATCH', `${path}?fieldManager=${manager}${more}`, { body: config, type: APPLY }),
    patch: (body, query = '', type = MERGE) => target.send('PATCH', `${path}${query}`, { body, type }),
    now: async () => {
      const { body } = await target.send('GET', path);
      return [body, ownersOf(body)];
    },
  };
}

/** metadata.managedFields by name, but for their times and for what controllers own. */
export function ownersOf(body: unknown): unknown {
  const { metadata } = body as { readonly metadata?: { readonly managedFields?: readonly Wire[] } };
  return metadata?.managedFields
    ?.filter(({ manager }) => !/^kube-|^kubelet/.test(String(manager)))
    .map((entry): Wire => ({ ...entry, time: typeof entry.time }))
    .sort((a, b) =>
      `${String(a.manager)} ${String(a.operation)}` < `${String(b.manager)} ${String(b.operation)}` ? -1 : 1,
    );
}

export function configMap(name: string, data: Wire, metadata: Wire = {}): Wire {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

export function service(name: string, spec: Wire): Wire {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}

export function deployment(name: string, container: Wire, spec: Wire = {}): Wire {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', ...container }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas: 0, paused: true, selector: { matchLabels: { app: name } }, template, ...spec },
  };
}
