import { difference, insert, newSet, type FieldSet } from './field-set.ts';

const NEVER_OWNED = newSet();
for (const name of ['apiVersion', 'kind', 'metadata']) insert(NEVER_OWNED, [`f:${name}`]);
for (const name of [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]) {
  insert(NEVER_OWNED, ['f:metadata', `f:${name}`]);
}

/** Without what nobody owns: who an object is, and what only the server writes. Source: managedfields NewStripMetaManager. */
export function withoutServerFields(set: FieldSet): FieldSet {
  return difference(set, NEVER_OWNED);
}
