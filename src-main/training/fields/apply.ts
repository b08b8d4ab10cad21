import { isJson, jsonOf, sameJson, type Json } from '../json.ts';
import { comparisonOf, trackUpdate, unmanaged, withoutTaken } from './track-update.ts';
import type { Conflict } from './conflict-status.ts';
import { difference, intersection, isEmpty, pathsOf, union, withoutRoots, type FieldSet } from './field-set.ts';
import { fieldsOf, withNamedFields } from './fields-of.ts';
import { identifierOf, readManagers, type FieldManager, type Managers, type Owned } from './managed-fields.ts';
import { mergeValues } from './merge-values.ts';
import { removeFields } from './remove-fields.ts';
import { withoutServerFields } from './server-fields.ts';
import type { Shape } from './shapes.ts';

/** Owns what stood in an object before anyone was recorded. */
const BEFORE = 'before-first-apply';

/** A configuration and who applies it. */
interface Application {
  /** The kind, as the schema names it. */
  readonly type: string;
  /** Undefined: it is new. */
  readonly live: Json | undefined;
  readonly config: Json;
  readonly by: FieldManager;
  /** As metadata has times. */
  readonly now: string;
}

export interface Applied {
  /** Without metadata.managedFields; a null is to be taken out. */
  readonly object: Json;
  readonly managers: Managers;
  /** Fields of others that got another value. Whoever stands for them loses them. */
  readonly conflicts: readonly Conflict[];
}

/**
 * What an apply makes of an object: the configuration merged in, and what its manager applied last time and no longer does
 * taken out, unless someone else owns it. Source: sigs.k8s.io/structured-merge-diff v6 merge/update.go.
 */
export function applyConfiguration({ type, live, config, by, now }: Application): Applied {
  const shape: Shape = { kind: 'struct', type };
  const before = live === undefined ? {} : unmanaged(live);
  const known = managersOf(type, live, now);
  const id = identifierOf(by);
  const last = known.get(id)?.fields;
  const owned = withoutRoots(fieldsOf(shape, config), by.subresource === 'status' ? ['f:spec'] : ['f:status']);
  const merged = mergeValues(shape, before, config);
  const own: Owned = { ...by, time: known.get(id)?.time, fields: owned };
  const managers = new Map(known).set(id, own);
  const object = jsonOf(last === undefined ? merged : prune(shape, merged, last, ownedByAny(managers)));
  const { removed, modified, added } = comparisonOf(type, before, object, by.subresource);
  const taken = union(modified, added);
  const conflicts = conflictsOf(known, id, taken);
  const others = new Map(managers);
  others.delete(id);
  const after = withoutTaken(others, taken, removed);
  const fields = withoutServerFields(owned);
  const time = sameJson(before, object) ? own.time : now;
  if (!isEmpty(fields)) after.set(id, { ...own, time, fields });
  return { object, managers: after, conflicts };
}

/** Where nobody was recorded, all that stands there is held for whoever wrote it. Source: managedfields skipnonapplied.go. */
function managersOf(type: string, live: Json | undefined, now: string): Managers {
  if (live === undefined) return new Map();
  const { managedFields } = jsonOf(live.metadata);
  const known = readManagers(managedFields);
  if (known !== undefined && known.size > 0) return known;
  const apiVersion = typeof live.apiVersion === 'string' ? live.apiVersion : '';
  const by = { manager: BEFORE, operation: 'Update', apiVersion, subresource: '' } as const;
  const entries = trackUpdate({ type, live: undefined, next: unmanaged(live), sent: undefined, by, now });
  return readManagers(entries) ?? new Map();
}

function ownedByAny(managers: Managers): FieldSet {
  return [...managers.values()].reduce<FieldSet>((all, { fields }) => union(all, fields), {
    members: new Set(),
    children: new Map(),
  });
}

function conflictsOf(managers: Managers, self: string, taken: FieldSet): readonly Conflict[] {
  return [...managers]
    .filter(([id]) => id !== self)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, owner]) => pathsOf(intersection(owner.fields, taken)).map((path) => ({ owner, path })));
}

/** Source: merge/update.go prune, addBackOwnedItems, addBackDanglingItems. */
function prune(shape: Shape, merged: unknown, last: FieldSet, managed: FieldSet): unknown {
  const named = (set: FieldSet): FieldSet => withNamedFields(shape, set);
  const all = named(fieldsOf(shape, merged));
  const left = (value: unknown): FieldSet => named(fieldsOf(shape, isJson(value) ? value : {}));
  const without = removeFields(shape, merged, named(last));
  const held = removeFields(shape, merged, difference(all, union(left(without), named(managed))));
  return removeFields(shape, merged, intersection(difference(all, left(held)), named(last)));
}
