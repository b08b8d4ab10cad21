import type { Draft } from '../cluster-api.ts';
import { isJson, textOf } from '../json.ts';
import { apiVersionOf } from '../kinds.ts';
import { checkFields } from '../schema/check-fields.ts';
import { badRequest, unsupportedMediaType } from '../status-errors.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { decodeObject } from '../protobuf/decode.ts';
import type { Call } from './call.ts';

/** What a body is read as. */
export interface Wanted {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A body as an object of a kind, and what was dropped from it that the client should hear of. */
export interface ReadBody {
  readonly draft: Draft;
  readonly warnings: readonly string[];
}

const READERS: Readonly<Record<string, (body: Uint8Array) => unknown>> = {
  'application/json': (body) => JSON.parse(new TextDecoder().decode(body)) as unknown,
  'application/yaml': (body) => readYaml(new TextDecoder().decode(body)),
  'application/vnd.kubernetes.protobuf': decodeObject,
};
const ACCEPTED = Object.keys(READERS);

/** Deeper than any kind. */
const DEEPEST = 200;

/** A client's YAML. Unknown tags and odd keys are taken without a word, as the API server does. */
export function readYaml(text: string): unknown {
  return parseYaml(text, { maxAliasCount: 0 });
}

/** Reads a body as JSON, YAML or protobuf. Throws the 400 or 415 of the API server. */
export function parseBody(call: Call): unknown {
  const type = call.contentType.split(';')[0]?.trim() ?? '';
  const read = READERS[type === '' ? 'application/json' : type];
  if (read === undefined) throw unsupportedMediaType(ACCEPTED);
  try {
    return checkedDepth(read(call.body));
  } catch (error) {
    throw badRequest(`the object provided is unrecognized (must be of type ${type}): ${asText(error)}`);
  }
}

/** Throws where a value is nested so deep that reading it could end the process. */
export function checkedDepth(value: unknown): unknown {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new RangeError('exceeded max depth');
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
  }
  return value;
}

/** Reads a body as an object of `wanted`, by `fieldValidation`: Strict refuses unknown fields, Warn names them. */
export function readObject(call: Call, wanted: Wanted): ReadBody {
  return asObject(parseBody(call), wanted, call.query.get('fieldValidation') ?? 'Warn');
}

/** As readObject, of what was parsed already (or patched). */
export function asObject(body: unknown, wanted: Wanted, fieldValidation: string): ReadBody {
  const version = apiVersionOf(wanted);
  if (!isJson(body)) throw badRequest(`the object provided is unrecognized: expected an object of kind ${wanted.kind}`);
  checkKind(body, wanted, version);
  const { value, unknown, mismatch } = checkFields(wanted.kind, body);
  const subject = `${wanted.kind} in version "${wanted.version}" cannot be handled as a ${wanted.kind}`;
  if (mismatch !== undefined) throw badRequest(`${subject}: ${mismatch}`);
  const warnings = unknown.map((path) => `unknown field "${path}"`);
  if (fieldValidation === 'Strict' && warnings.length > 0) {
    throw badRequest(`${subject}: strict decoding error: ${warnings.join(', ')}`);
  }
  return { draft: value as Draft, warnings: fieldValidation === 'Ignore' ? [] : warnings };
}

function checkKind(body: Draft, wanted: Wanted, version: string): void {
  const kind = textOf(body.kind);
  const apiVersion = textOf(body.apiVersion);
  const matches = (kind === '' || kind === wanted.kind) && (apiVersion === '' || apiVersion === version);
  if (matches) return;
  // The API version is right: the kind is one that isn't in it.
  if (apiVersion === version) {
    throw badRequest(
      `${kind} in version "${wanted.version}" cannot be handled as a ${wanted.kind}: no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:110"`,
    );
  }
  throw badRequest(
    `${kind || wanted.kind} in version "${apiVersion.split('/').at(-1) ?? ''}" cannot be handled as a ${wanted.kind}: the API version in the data (${apiVersion}) does not match the expected API version (${version})`,
  );
}

function asText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
