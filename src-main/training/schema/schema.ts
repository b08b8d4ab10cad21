import { CORE_FIELDS } from './core-fields.ts';
import { GROUP_FIELDS } from './group-fields.ts';
import { META_FIELDS } from './meta-fields.ts';
import { parseSchema, type ObjectType } from './parse-schema.ts';
import { POD_FIELDS } from './pod-fields.ts';

/** Every object type of the kinds the cluster has, by its name. */
export const TYPES: ReadonlyMap<string, ObjectType> = parseSchema(
  META_FIELDS + POD_FIELDS + CORE_FIELDS + GROUP_FIELDS,
);
