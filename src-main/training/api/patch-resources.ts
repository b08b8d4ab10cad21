import type { Draft, KubeObject } from '../cluster-api.ts';
import { at, isJson, textOf, type Json } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { applyJsonPatch } from '../patches/json-patch.ts';
import { applyMergePatch } from '../patches/merge-patch.ts';
import { applyStrategicPatch } from '../patches/strategic-patch.ts';
import { badRequest, conflict, unsupportedMediaType } from '../status-errors.ts';
import { appliedObject, checkApplyOptions, configurationOf } from './apply-resources.ts';
import type { Backing, Call, Reply } from './call.ts';
import { ownersAfter } from './field-owners.ts';
import { invalidOptions } from './list-options.ts';
import { asObject, checkedDepth } from './read-body.ts';
import type { ObjectRoute } from './route.ts';
import { answer, checkName, checkNamespace, dryRunOf, existing, warned } from './write-resources.ts';

const TYPES = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
} as const;

type PatchType = (typeof TYPES)[keyof typeof TYPES];

export function patchObject(backing: Backing, call: Call, route: ObjectRoute): Reply {
  const { kind, namespace, name } = route;
  const dryRun = dryRunOf(call.query, 'PatchOptions');
  if (patchTypeOf(call) === 'apply') return applyObject(backing, call, route, dryRun);
  checkPatchOptions(call.query);
  const owners = ownersAfter(backing, call, kind, 'PatchOptions');
  const old = existing(backing, route);
  const { draft, ...read } = patched(call, kind, old);
  checkName(draft, name);
  const { warnings, warn } = warned(read.warnings);
  const updated = backing.cluster.update(kind.resource, namespace, name, draft, {
    dryRun,
    warn,
    isPatch: true,
    owners: owners(draft),
  });
  return answer(backing, call, kind, updated, 200, warnings);
}

function applyObject(backing: Backing, call: Call, { kind, namespace, name }: ObjectRoute, dryRun: boolean): Reply {
  checkApplyOptions(call.query);
  const live = backing.cluster.get(kind.resource, namespace, name);
  const { draft, owners } = appliedObject(backing, call, kind, live, configurationOf(call));
  checkNamespace(draft, namespace);
  checkName(draft, name);
  const { warnings, warn } = warned([]);
  const write = { dryRun, owners, warn, isPatch: true };
  if (live === undefined) {
    const uid = textOf(at(draft, 'metadata', 'uid'));
    if (uid !== '') {
      const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
      throw conflict(kind, name, why);
    }
    return answer(backing, call, kind, backing.cluster.create(kind.resource, namespace, draft, write), 201, warnings);
  }
  return answer(
    backing,
    call,
    kind,
    backing.cluster.update(kind.resource, namespace, name, draft, write),
    200,
    warnings,
  );
}

/** Source: apimachinery ValidatePatchOptions. */
function checkPatchOptions(query: URLSearchParams): void {
  if (!query.has('force')) return;
  const message = 'Forbidden: may not be specified for non-apply patch';
  throw invalidOptions('force', message, 'FieldValueForbidden', 'PatchOptions');
}

/** An object with the patch of a request applied, read by its schema. */
export function patched(call: Call, kind: Kind, old: KubeObject): { draft: Draft; warnings: readonly string[] } {
  const result = applied(patchTypeOf(call), patchBody(call), old, kind.kind);
  return asObject(result, kind, call.query.get('fieldValidation') ?? 'Warn');
}

/** A patch of any shape, applied to any object; `typeName` is the schema's name for it. */
export function applied(type: PatchType, patch: unknown, old: Json, typeName: string): Json {
  switch (type) {
    case 'json':
      return applyJsonPatch(old, patch);
    case 'merge':
      return asJson(applyMergePatch(old, patch));
    case 'strategic':
      return applyStrategicPatch(old, patch, typeName);
    case 'apply':
      throw unsupportedMediaType(Object.keys(TYPES));
  }
}

export function patchTypeOf(call: Call): PatchType {
  const type = call.contentType.split(';')[0]?.trim() ?? '';
  const known = Object.entries(TYPES).find(([name]) => name === type)?.[1];
  if (known === undefined) throw unsupportedMediaType(Object.keys(TYPES));
  return known;
}

export function patchBody(call: Call): unknown {
  const text = new TextDecoder().decode(call.body);
  try {
    return checkedDepth(JSON.parse(text));
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function asJson(value: unknown): Json {
  if (!isJson(value)) throw badRequest('the patch does not lead to an object');
  return value;
}
