import { parseAllDocuments } from 'yaml';
import { StatusError, type Draft, type KubeObject, type ResourceName } from './cluster-api.ts';
import type { AdmittedCluster } from './admission/admitted-cluster.ts';
import { asObject } from './api/read-body.ts';
import { isJson, jsonListOf, jsonOf, textOf } from './json.ts';
import { KINDS, apiVersionOf, type Kind } from './kinds.ts';

/** A name of a scenario: a file of resources/manifests, without `.yaml`. Nothing that could lead elsewhere. */
export function isScenarioName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

/** The resources of a manifest, in order. Throws where one is of no kind the cluster has. */
export function parseManifest(text: string): readonly Draft[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS({ maxAliasCount: 100 }) as unknown)
    .filter((value): value is Draft => isJson(value))
    .flatMap((value) => (textOf(value.kind) === 'List' ? jsonListOf(value.items) : [value]));
}

/** Creates each resource, or replaces what has its name, in the namespace it names or in `default`. Status included: a scenario may tell of a Pod's end. */
export function loadManifest(cluster: AdmittedCluster, text: string): readonly KubeObject[] {
  return parseManifest(text).map((draft) => load(cluster, draft));
}

function load(cluster: AdmittedCluster, draft: Draft): KubeObject {
  const kind = kindNamed(draft);
  const { draft: read } = asObject(draft, kind, 'Strict');
  const { name, namespace } = jsonOf(read.metadata);
  const inside = kind.namespaced ? textOf(namespace) || 'default' : undefined;
  const written = createOrReplace(cluster, kind.resource, inside, textOf(name), read);
  const status = draft.status;
  if (!isJson(status)) return written;
  return cluster.updateStatus(kind.resource, inside, written.metadata.name, status);
}

function createOrReplace(
  cluster: AdmittedCluster,
  resource: ResourceName,
  namespace: string | undefined,
  name: string,
  draft: Draft,
): KubeObject {
  try {
    return cluster.create(resource, namespace, draft);
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.reason !== 'AlreadyExists') throw error;
    return cluster.update(resource, namespace, name, draft);
  }
}

function kindNamed(draft: Draft): Kind {
  const found = KINDS.find((each) => each.kind === draft.kind && apiVersionOf(each) === draft.apiVersion);
  if (found === undefined) throw new Error(`the cluster has no ${textOf(draft.apiVersion)} ${textOf(draft.kind)}`);
  return found;
}
