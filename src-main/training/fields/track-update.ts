import { jsonOf, type Json } from '../json.ts';
import { compareFields, isSame, withoutFieldsOf, type Comparison } from './compare.ts';
import { difference, intersection, isEmpty, union, type FieldSet } from './field-set.ts';
import {
  identifierOf,
  isReset,
  readManagers,
  writeManagers,
  type FieldManager,
  type Managers,
  type Owned,
} from './managed-fields.ts';
import { newObjectOf } from './new-object.ts';
import { withoutServerFields } from './server-fields.ts';

/** So many updaters are remembered; the oldest are gathered in one. Source: managedfields DefaultMaxUpdateManagers. */
const MOST_UPDATERS = 10;
const GATHERED = 'ancient-changes';

/** A write that is no apply, for the owners of fields. */
export interface Update {
  /** The kind, as the schema names it. */
  readonly type: string;
  /** Undefined: it is new. */
  readonly live: Json | undefined;
  /** With its defaults, but before the server allocates anything. */
  readonly next: Json;
  /** metadata.managedFields as the client sent them. */
  readonly sent: unknown;
  readonly by: FieldManager;
  /** As metadata has times. */
  readonly now: string;
}

/**
 * metadata.managedFields after a write. What is changed or added is the writer's alone. An object whose owners were never
 * recorded stays so. Source: apimachinery 0.34.4 pkg/util/managedfields/internal.
 */
export function trackUpdate({ type, live, next, sent, by, now }: Update): readonly Json[] {
  const managers = managersBefore(live, sent, by.subresource);
  if (managers.size === 0 && live !== undefined) return [];
  const comparison = comparisonOf(type, live ?? newObjectOf(type), next, by.subresource);
  return writeManagers(isSame(comparison) ? managers : updatedManagers(managers, comparison, by, now));
}

/** As the client sent them, if it sent any that can be read; through a subresource they can't be changed. */
function managersBefore(live: Json | undefined, sent: unknown, subresource: string): Managers {
  if (subresource === '' && isReset(sent)) return new Map();
  const given = subresource === '' ? readManagers(sent) : undefined;
  if (given !== undefined && given.size > 0) return given;
  return readManagers(jsonOf(live?.metadata).managedFields) ?? new Map<string, Owned>();
}

/** What differs and may be owned by a write of this subresource. Source: the strategies' GetResetFields. */
export function comparisonOf(type: string, live: Json, next: Json, subresource: string): Comparison {
  const shape = { kind: 'struct', type } as const;
  const comparison = compareFields(shape, unmanaged(live), unmanaged(next));
  return withoutFieldsOf(comparison, subresource === 'status' ? ['f:spec'] : ['f:status']);
}

/** The object without metadata.managedFields. */
export function unmanaged(object: Json): Json {
  const { managedFields, ...metadata } = jsonOf(object.metadata);
  return managedFields === undefined ? object : { ...object, metadata };
}

function updatedManagers(managers: Managers, comparison: Comparison, by: FieldManager, now: string): Managers {
  const taken = union(comparison.modified, comparison.added);
  const after = withoutTaken(managers, taken, comparison.removed);
  const gained = withoutServerFields(taken);
  if (isEmpty(gained)) return after;
  const id = identifierOf(by);
  const before = after.get(id)?.fields;
  after.set(id, { ...by, time: now, fields: before === undefined ? gained : union(before, gained) });
  return capped(after);
}

/** What each manager still owns; who owns nothing is none. */
export function withoutTaken(managers: Managers, taken: FieldSet, removed: FieldSet): Map<string, Owned> {
  const lost = union(taken, removed);
  const after = new Map(managers);
  for (const [id, owned] of managers) {
    if (isEmpty(intersection(owned.fields, lost))) continue;
    const fields = difference(owned.fields, lost);
    if (isEmpty(fields)) after.delete(id);
    else after.set(id, { ...owned, fields });
  }
  return after;
}

/** Source: managedfields capManagers. */
function capped(managers: Managers): Managers {
  const updaters = [...managers]
    .filter(([, { operation }]) => operation === 'Update')
    .sort(([a, { time: at = '' }], [b, { time: bt = '' }]) => (at === bt ? (a < b ? -1 : 1) : at < bt ? -1 : 1));
  const surplus = updaters.length - MOST_UPDATERS;
  if (surplus <= 0) return managers;
  const result = new Map(managers);
  // The one they are gathered in takes a place itself.
  const gathered = updaters.slice(0, surplus + 1);
  for (const [id] of gathered) result.delete(id);
  for (const [, owned] of gathered) {
    const into = { ...owned, manager: GATHERED, subresource: '' };
    const id = identifierOf(into);
    const before = result.get(id)?.fields;
    result.set(id, { ...into, fields: before === undefined ? owned.fields : union(before, owned.fields) });
  }
  return result;
}
