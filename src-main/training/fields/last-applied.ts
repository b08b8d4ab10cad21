import { isJson, jsonOf, textOf, type Json } from '../json.ts';
import { compareFields } from './compare.ts';
import type { Conflict } from './conflict-status.ts';
import { difference, hasPath, union, type FieldSet } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import type { Shape } from './shapes.ts';
import { unmanaged } from './track-update.ts';

// What a client-side `kubectl apply` left behind counts as kubectl's own when it applies on the server's side.
// Source: apimachinery 0.34.4 managedfields lastappliedmanager.go and lastappliedupdater.go.

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
const KUBECTL = 'kubectl';

/** The conflicts that are left: for kubectl, none over a field that still has the value it once applied by itself. */
export function realConflicts(
  type: string,
  manager: string,
  live: Json | undefined,
  conflicts: readonly Conflict[],
): readonly Conflict[] {
  if (manager !== KUBECTL || live === undefined || conflicts.length === 0) return conflicts;
  const own = lastAppliedFields(type, live);
  return own === undefined ? conflicts : conflicts.filter(({ path }) => !hasPath(own, path));
}

function lastAppliedFields(type: string, live: Json): FieldSet | undefined {
  const config = parsed(lastAppliedOf(live));
  if (config === undefined || config.apiVersion !== live.apiVersion) return undefined;
  const shape: Shape = { kind: 'struct', type };
  const { removed, modified, added } = compareFields(shape, config, unmanaged(live));
  return difference(fieldsOf(shape, config), union(union(removed, modified), added));
}

/** Keeps the annotation in step, where there is one and it is kubectl that applies. */
export function withLastApplied(manager: string, object: Json, config: Json): Json {
  if (manager !== KUBECTL || lastAppliedOf(object) === '') return object;
  const metadata = jsonOf(object.metadata);
  const { [ANNOTATION]: _old, ...others } = jsonOf(jsonOf(config.metadata).annotations);
  const annotations = Object.keys(others).length === 0 ? {} : { annotations: others };
  const { annotations: _annotations, ...rest } = jsonOf(config.metadata);
  const told = { ...config, metadata: { ...rest, ...annotations } };
  const value = `${JSON.stringify(sorted(told))}\n`;
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...jsonOf(metadata.annotations), [ANNOTATION]: value } },
  };
}

function lastAppliedOf(object: Json): string {
  return textOf(jsonOf(jsonOf(object.metadata).annotations)[ANNOTATION]);
}

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Go writes the keys of a map in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJson(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inside]) => [key, sorted(inside)]));
}
