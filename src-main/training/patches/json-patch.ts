import { isJson, sameJson, textOf, type Json } from '../json.ts';
import { badRequest } from '../status-errors.ts';
import { unappliablePatch } from '../status-errors.ts';

/** The API server's own limit. Source: apiserver handlers/patch.go. */
const MOST_OPERATIONS = 10_000;

/** RFC 6902. Throws the 400 of a patch that can't be read, the 422 of one that can't be applied. */
export function applyJsonPatch(target: Json, patch: unknown): Json {
  if (!Array.isArray(patch))
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  if (patch.length > MOST_OPERATIONS) {
    throw badRequest(`The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`);
  }
  let document: unknown = structuredClone(target);
  for (const operation of patch) document = apply(document, isJson(operation) ? operation : {});
  if (!isJson(document)) throw badRequest('the patch does not lead to an object');
  return document;
}

function apply(document: unknown, operation: Json): unknown {
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'add':
      return add(document, path, structuredClone(operation.value));
    case 'remove':
      return remove(document, path);
    case 'replace':
      read(document, path);
      return path.length === 0
        ? structuredClone(operation.value)
        : add(remove(document, path), path, structuredClone(operation.value));
    case 'copy':
      return add(document, path, structuredClone(read(document, pointer(operation.from))));
    case 'move': {
      const from = pointer(operation.from);
      const value = read(document, from);
      return add(remove(document, from), path, value);
    }
    case 'test':
      if (sameJson(valueOrUndefined(document, path), operation.value ?? undefined)) return document;
      throw unappliablePatch();
    default:
      throw unappliablePatch();
  }
}

function pointer(path: unknown): readonly string[] {
  const text = textOf(path);
  if (text === '') return [];
  if (!text.startsWith('/')) throw unappliablePatch();
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: readonly string[]): unknown {
  const found = valueOrUndefined(document, path);
  if (found === undefined) throw unappliablePatch();
  return found;
}

function valueOrUndefined(document: unknown, path: readonly string[]): unknown {
  let inside = document;
  for (const part of path) {
    if (Array.isArray(inside)) inside = /^\d+$/.test(part) ? (inside as unknown[])[Number(part)] : undefined;
    else inside = isJson(inside) && Object.hasOwn(inside, part) ? inside[part] : undefined;
  }
  return inside;
}

function add(document: unknown, path: readonly string[], value: unknown): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) throw unappliablePatch();
    parent.splice(index, 0, value);
  } else if (isJson(parent)) define(parent, last, value);
  else throw unappliablePatch();
  return document;
}

function remove(document: unknown, path: readonly string[]): unknown {
  const last = path.at(-1);
  if (last === undefined) return null;
  const parent = read(document, path.slice(0, -1));
  read(document, path);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent as object, last);
  return document;
}

/** Also a field called __proto__, which an assignment would swallow. */
function define(parent: Json, field: string, value: unknown): void {
  Object.defineProperty(parent, field, { value, enumerable: true, configurable: true, writable: true });
}
