import { isJson, jsonOf, listOf, type Json } from '../json.ts';
import type { FieldType } from '../schema/parse-schema.ts';
import { TYPES } from '../schema/schema.ts';
import { badRequest } from '../status-errors.ts';

// Source: k8s.io/apimachinery 1.34 pkg/util/strategicpatch; kubernetes.io "Update API Objects in Place Using kubectl patch".

const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';
const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

/** A strategic merge patch: as a merge patch, but lists with a merge key are merged by it. */
export function applyStrategicPatch(target: Json, patch: unknown, typeName: string): Json {
  if (!isJson(patch)) {
    const given = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
    throw badRequest(`json: cannot unmarshal ${given} into Go value of type map[string]interface {}`);
  }
  return mergeObject(target, patch, typeName);
}

function mergeObject(target: Json, patch: Json, typeName: string | undefined): Json {
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw badRequest(`unknown patch type: ${JSON.stringify(directive)}`);
  const retained = patch[RETAIN];
  const kept = Array.isArray(retained)
    ? Object.entries(target).filter(([key]) => retained.includes(key))
    : Object.entries(target);
  const result = new Map<string, unknown>(kept);
  for (const [key, value] of Object.entries(patch)) {
    if (key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER)) continue;
    if (key.startsWith(DELETE_PRIMITIVES)) {
      const field = key.slice(DELETE_PRIMITIVES.length);
      const gone = listOf(value);
      result.set(
        field,
        listOf(result.get(field)).filter((each) => !gone.includes(each)),
      );
    } else if (value === null) result.delete(key);
    else result.set(key, mergeField(result.get(key), value, fieldOf(typeName, key)));
  }
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(ORDER)) continue;
    const field = key.slice(ORDER.length);
    if (Array.isArray(result.get(field)))
      result.set(field, ordered(listOf(result.get(field)), listOf(value), fieldOf(typeName, field)));
  }
  return Object.fromEntries(result);
}

function mergeField(target: unknown, value: unknown, type: FieldType | undefined): unknown {
  if (isJson(value)) {
    const inner = type?.kind === 'object' ? type.type : undefined;
    return mergeObject(jsonOf(target), value, inner);
  }
  if (!Array.isArray(value) || type?.kind !== 'list' || type.mergeKey === undefined) return value;
  if (type.mergeKey === '') return [...new Set([...listOf(target), ...(value as unknown[])])];
  const inner = type.of.kind === 'object' ? type.of.type : undefined;
  return mergeList(listOf(target), value, type.mergeKey, inner);
}

function mergeList(
  target: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  typeName: string | undefined,
): unknown[] {
  // One `$patch: replace` among the elements replaces the whole list.
  if (patch.some((each) => jsonOf(each)[DIRECTIVE] === 'replace')) {
    return patch.filter((each) => jsonOf(each)[DIRECTIVE] !== 'replace');
  }
  const result = [...target];
  for (const each of patch) {
    const element = jsonOf(each);
    const value = element[key];
    if (value === undefined)
      throw badRequest(`map: ${JSON.stringify(each)} does not contain declared merge key: ${key}`);
    const index = result.findIndex((candidate) => jsonOf(candidate)[key] === value);
    if (element[DIRECTIVE] === 'delete') {
      if (index >= 0) result.splice(index, 1);
    } else if (index >= 0) result[index] = mergeObject(jsonOf(result[index]), element, typeName);
    else result.push(mergeObject({}, element, typeName));
  }
  return result;
}

/** The order the patch names; elements it doesn't name stay behind the one they stood behind. */
function ordered(list: readonly unknown[], order: readonly unknown[], type: FieldType | undefined): unknown[] {
  const key = type?.kind === 'list' ? (type.mergeKey ?? '') : '';
  const idOf = (each: unknown): unknown => (key === '' ? each : jsonOf(each)[key]);
  const wanted = order.map(idOf);
  const named = wanted.flatMap((id) => list.filter((each) => idOf(each) === id));
  const result = [...named];
  list.forEach((each, index) => {
    if (wanted.includes(idOf(each))) return;
    const before = list[index - 1];
    const place = before === undefined ? 0 : result.indexOf(before) + 1;
    result.splice(place, 0, each);
  });
  return result;
}

function withoutDirectives(patch: Json): Json {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}

function fieldOf(typeName: string | undefined, field: string): FieldType | undefined {
  return typeName === undefined ? undefined : TYPES.get(typeName)?.fields.get(field)?.type;
}
