import { frozen, isJson, type Json } from '../json.ts';
import { isEmpty, newSet, type FieldSet, type GrowingSet } from './field-set.ts';
import { compareElements } from './path-element.ts';

// Source: sigs.k8s.io/structured-merge-diff v6 fieldpath/serialize.go.

/** Stands in a node beside what is below it, where the node's own path is in the set too. */
const SELF = '.';

// Both ways: fieldsV1 is frozen once stored, and every later version of its object shares it while it does not change.
const READ = new WeakMap<Json, FieldSet>();
const WRITTEN = new WeakMap<FieldSet, Json>();

/** Objects made alike own alike fields: 5,000 Pods of one template share one fieldsV1. */
const SHARED = new Map<string, Json>();
const MOST_SHARED = 500;

export function writeFieldsV1(set: FieldSet): Json {
  const known = WRITTEN.get(set);
  if (known !== undefined) return known;
  const written = node(set, false);
  const text = JSON.stringify(written);
  const shared = SHARED.get(text);
  if (shared !== undefined) return shared;
  if (SHARED.size >= MOST_SHARED) SHARED.clear();
  SHARED.set(text, frozen(written));
  remember(set, written);
  return written;
}

function remember(set: FieldSet, fields: Json): void {
  READ.set(fields, set);
  WRITTEN.set(set, fields);
}

function node(set: FieldSet, withSelf: boolean): Json {
  const elements = [...new Set([...set.members, ...set.children.keys()])].sort(compareElements);
  const entries = elements.map((element): [string, Json] => {
    const below = set.children.get(element);
    return [element, below === undefined ? {} : node(below, set.members.has(element))];
  });
  return Object.fromEntries(withSelf ? [[SELF, {}], ...entries] : entries);
}

/** Undefined where it is no fieldsV1. Elements of an unknown sort are left out, as the API server does. */
export function readFieldsV1(fields: unknown): FieldSet | undefined {
  if (!isJson(fields)) return undefined;
  const known = READ.get(fields);
  if (known !== undefined) return known;
  const set = readNode(fields);
  if (set !== undefined && Object.isFrozen(fields)) remember(set, fields);
  return set;
}

function readNode(fields: Json): GrowingSet | undefined {
  const set = newSet();
  for (const [element, inside] of Object.entries(fields)) {
    if (element === SELF) continue;
    if (element[1] !== ':' || !isJson(inside) || !isReadable(element)) return undefined;
    if (!/^[fkv]/.test(element)) continue;
    const below = readNode(inside);
    if (below === undefined) return undefined;
    if (isEmpty(below) || inside[SELF] !== undefined) set.members.add(element);
    if (!isEmpty(below)) set.children.set(element, below);
  }
  return set;
}

function isReadable(element: string): boolean {
  if (!/^[kv]/.test(element)) return true;
  try {
    const value = JSON.parse(element.slice(2)) as unknown;
    return element.startsWith('v') || isJson(value);
  } catch {
    return false;
  }
}
