import { isJson, listOf, textOf, type Json } from '../json.ts';
import { isEmpty, type FieldSet } from './field-set.ts';
import { readFieldsV1, writeFieldsV1 } from './fields-v1.ts';

/** Who writes, and how. */
export interface FieldManager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** Empty for the object itself. */
  readonly subresource: string;
}

/** What a manager owns. `time`: when it last changed something, as metadata has times. */
export interface Owned extends FieldManager {
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** By identifierOf. */
export type Managers = ReadonlyMap<string, Owned>;

/** Who a manager is: another version is another one, but of an applier. Source: managedfields BuildManagerIdentifier. */
export function identifierOf({ manager, operation, apiVersion, subresource }: FieldManager): string {
  return JSON.stringify({
    manager,
    operation,
    ...(operation === 'Apply' ? {} : { apiVersion }),
    ...(subresource === '' ? {} : { subresource }),
  });
}

/** metadata.managedFields. Undefined where an entry is none, so that the whole is not to be trusted. */
export function readManagers(entries: unknown): Managers | undefined {
  const managers = new Map<string, Owned>();
  for (const entry of listOf(entries)) {
    const owned = readEntry(entry);
    if (owned === undefined) return undefined;
    managers.set(identifierOf(owned), owned);
  }
  return managers;
}

function readEntry(entry: unknown): Owned | undefined {
  if (!isJson(entry) || entry.fieldsType !== 'FieldsV1') return undefined;
  const { operation, time } = entry;
  const apiVersion = textOf(entry.apiVersion);
  if ((operation !== 'Apply' && operation !== 'Update') || apiVersion === '') return undefined;
  const fields = readFieldsV1(entry.fieldsV1 ?? {});
  if (fields === undefined) return undefined;
  return {
    manager: textOf(entry.manager),
    operation,
    apiVersion,
    subresource: textOf(entry.subresource),
    time: typeof time === 'string' ? time : undefined,
    fields,
  };
}

/** Appliers first, then by time. Source: managedfields sortEncodedManagedFields. */
export function writeManagers(managers: Managers): readonly Json[] {
  const sorted = [...managers.values()].filter(({ fields }) => !isEmpty(fields)).sort(byOperationAndTime);
  return sorted.map(({ manager, operation, apiVersion, time, fields, subresource }) => ({
    manager,
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: writeFieldsV1(fields),
    ...(subresource === '' ? {} : { subresource }),
  }));
}

function byOperationAndTime(a: Owned, b: Owned): number {
  const keys = ({ operation, time, manager, apiVersion, subresource }: Owned): readonly string[] => [
    operation,
    time ?? '',
    manager,
    apiVersion,
    subresource,
  ];
  const [left, right] = [keys(a), keys(b)];
  const index = left.findIndex((key, at) => key !== right[at]);
  if (index < 0) return 0;
  return (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

/** Whether a client asks to forget all owners: an empty list, or one empty entry. Source: isResetManagedFields. */
export function isReset(entries: unknown): boolean {
  if (!Array.isArray(entries)) return false;
  const [first] = entries as unknown[];
  return entries.length === 0 || (entries.length === 1 && isJson(first) && Object.keys(first).length === 0);
}

/** Whether they say the same but for their times. */
export function sameButTimes(a: unknown, b: unknown): boolean {
  return JSON.stringify(withoutTimes(a)) === JSON.stringify(withoutTimes(b));
}

function withoutTimes(entries: unknown): readonly Json[] {
  return listOf(entries).map((entry) => ({ ...(entry as Json), time: undefined }));
}
