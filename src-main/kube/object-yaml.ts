// An ordinary library, not Kubernetes'.
import { stringify } from 'yaml';
import type { NamespacedName, WatchedKind } from '#shared/kube/object-key.ts';
import { asList, asObject, isObject, type JsonObject } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';
import { objectPath } from './watch-targets.ts';

/** kubectl writes the whole object into it, environment and all. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Stands for a value that is not shown; no word, so that it needs no language. */
const HIDDEN = '***';

/** The object as the API server has it now, as YAML. Rejects with FailureError. */
export async function objectYaml(
  api: KubeApi,
  kind: WatchedKind,
  name: NamespacedName,
  signal?: AbortSignal,
): Promise<string> {
  const raw = await api.json<unknown>({
    method: 'GET',
    path: objectPath(kind, name),
    ...(signal === undefined ? {} : { signal }),
  });
  return yamlOf(raw);
}

/** An object of the API server as YAML that may be shown. */
export function yamlOf(raw: unknown): string {
  // YAML 1.1 as kubectl reads it: 'yes', 'off' and dates are quoted.
  return stringify(presentable(asObject(raw)), { schema: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Without managedFields, what kubectl applied last, and the values of environment variables: passwords stand in them, and
 * they never leave the main process. Their names stay. Pure.
 */
export function presentable(raw: JsonObject): JsonObject {
  const { managedFields: _fields, annotations, ...meta } = asObject(raw.metadata);
  const { [LAST_APPLIED]: _applied, ...kept } = asObject(annotations);
  const metadata = Object.keys(kept).length === 0 ? meta : { ...meta, annotations: kept };
  return {
    ...raw,
    metadata,
    ...(isObject(raw.spec) && raw.kind === 'Pod' ? { spec: withoutEnvironment(raw.spec) } : {}),
  };
}

function withoutEnvironment(spec: JsonObject): JsonObject {
  const lists = ['containers', 'initContainers', 'ephemeralContainers'].filter((list) => Array.isArray(spec[list]));
  return {
    ...spec,
    ...Object.fromEntries(lists.map((list) => [list, asList(spec[list]).map((each) => hideValues(asObject(each)))])),
  };
}

function hideValues(container: JsonObject): JsonObject {
  if (!Array.isArray(container.env)) return container;
  const hide = (entry: JsonObject): JsonObject => ('value' in entry ? { ...entry, value: HIDDEN } : entry);
  return { ...container, env: asList(container.env).map((entry) => hide(asObject(entry))) };
}
