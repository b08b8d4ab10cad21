import type { Case } from './case.ts';
import type { Wire } from './target.ts';

/** What discovery tells of the kinds there are, and the verbs that are not there. */
const DOCUMENTS: Readonly<Record<string, RegExp>> = {
  '/api/v1':
    /^(configmaps|endpoints|events|namespaces|nodes|pods|serviceaccounts|services)(\/(attach|binding|eviction|exec|finalize|log|portforward|status))?$/,
  '/apis/apps/v1': /^(deployments|replicasets)(\/(scale|status))?$/,
  '/apis/batch/v1': /^jobs(\/status)?$/,
  '/apis/discovery.k8s.io/v1': /^endpointslices$/,
  '/apis/networking.k8s.io/v1': /^networkpolicies$/,
};

const TOLD: readonly Case[] = Object.entries(DOCUMENTS).map(([path, kinds]) => ({
  name: `discovery of ${path}, of the kinds there are`,
  play: async (target) => {
    const { resources } = (await target.send('GET', path)).body as { readonly resources: readonly Wire[] };
    return resources
      .filter(({ name }) => kinds.test(String(name)))
      .map((each) => ({ ...each, storageVersionHash: undefined }));
  },
}));

const WHOLE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface Whole {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources: readonly Wire[] }[];
  }[];
}

/** The same in one answer, as clients since 1.26 ask: of each group the version and the kinds there are. */
const AGGREGATED: readonly Case[] = ['/api', '/apis'].map((root) => ({
  name: `discovery of ${root} in one answer, of the kinds there are`,
  play: async (target) => {
    const { code, body } = await target.send('GET', root, { accept: WHOLE });
    const { items, ...list } = body as Whole;
    const told = items.flatMap(({ metadata, versions }) => {
      const path = metadata.name === undefined ? '/api/v1' : `/apis/${metadata.name}/v1`;
      const kinds = DOCUMENTS[path];
      if (kinds === undefined) return [];
      return versions
        .filter(({ version }) => version === 'v1')
        .map((version) => ({ path, metadata, ...version, resources: ofKinds(version.resources, kinds) }));
    });
    return [code, list, told.sort((a, b) => (a.path < b.path ? -1 : 1))];
  },
}));

function ofKinds(resources: readonly Wire[], kinds: RegExp): readonly Wire[] {
  return resources
    .filter(({ resource }) => kinds.test(String(resource)))
    .map((each) => ({
      ...each,
      subresources: ((each.subresources ?? []) as readonly Wire[]).filter(({ subresource }) =>
        kinds.test(`${String(each.resource)}/${String(subresource)}`),
      ),
    }));
}

/** As a dry run: where it is allowed after all, nothing comes of it. */
const REFUSED: readonly Case[] = [
  ['DELETE', '/api/v1/namespaces'],
  ['DELETE', '/api/v1/pods'],
  ['DELETE', '/apis/apps/v1/deployments'],
  ['POST', '/api/v1/pods'],
  ['PUT', '/api/v1/namespaces'],
].map(([method = '', path = '']) => ({
  name: `request: ${method} of ${path}`,
  play: (target) =>
    target.send(method, `${path}?dryRun=All&labelSelector=case%3Dnone`, method === 'DELETE' ? {} : { body: {} }),
}));

export const DISCOVERY_CASES: readonly Case[] = [...TOLD, ...AGGREGATED, ...REFUSED];
