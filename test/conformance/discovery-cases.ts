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

export const DISCOVERY_CASES: readonly Case[] = [...TOLD, ...REFUSED];
