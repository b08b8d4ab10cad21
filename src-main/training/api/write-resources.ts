import type { DeleteOptions, Draft, KubeObject } from '../cluster-api.ts';
import { isJson, jsonOf, numberOf, textOf } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { badRequest, notFound } from '../status-errors.ts';
import { flag, json, withWarnings, type Backing, type Call, type Reply } from './call.ts';
import { invalidOptions } from './list-options.ts';
import { ownersAfter } from './field-owners.ts';
import { wantedOf } from './negotiate.ts';
import { readObject, parseBody } from './read-body.ts';
import type { ObjectRoute } from './route.ts';
import { filterOf } from './selectors.ts';
import { shapeList, shapeObject } from './shape.ts';

/** Kinds whose deletion answers with the object, as their registries ask for (ReturnDeletedObject); the others with a Status. */
const RETURNED = ['pods', 'services', 'serviceaccounts', 'namespaces'];

/** Kinds that an update makes where there is none (AllowCreateOnUpdate). Source: k/k 1.34.4 pkg/registry/core. */
const CREATED_ON_UPDATE = ['services', 'endpoints', 'events'];

export function createObject(backing: Backing, call: Call, kind: Kind, namespace: string | undefined): Reply {
  const dryRun = dryRunOf(call.query, 'CreateOptions');
  const owners = ownersAfter(backing, call, kind, 'CreateOptions');
  const { draft, warnings, warn } = readWarned(call, kind);
  checkNamespace(draft, namespace);
  const created = backing.cluster.create(kind.resource, namespace, draft, { dryRun, warn, owners: owners(draft) });
  return answer(backing, call, kind, created, 201, warnings);
}

export function updateObject(backing: Backing, call: Call, { kind, namespace, name }: ObjectRoute): Reply {
  const dryRun = dryRunOf(call.query, 'UpdateOptions');
  const owners = ownersAfter(backing, call, kind, 'UpdateOptions');
  const { draft, warnings, warn } = readWarned(call, kind);
  checkName(draft, name);
  checkNamespace(draft, namespace);
  const isNew = backing.cluster.get(kind.resource, namespace, name) === undefined;
  if (isNew && CREATED_ON_UPDATE.includes(kind.resource)) {
    const created = backing.cluster.create(kind.resource, namespace, draft, { dryRun, warn, owners: owners(draft) });
    return answer(backing, call, kind, created, 201, warnings);
  }
  const updated = backing.cluster.update(kind.resource, namespace, name, draft, {
    dryRun,
    warn,
    owners: owners(draft),
  });
  return answer(backing, call, kind, updated, 200, warnings);
}

export function deleteObject(backing: Backing, call: Call, route: ObjectRoute): Reply {
  const { options, dryRun } = deleteOptionsOf(call);
  return withWarnings(deletionWarnings(route.kind, options), () => removed(backing, call, route, options, dryRun));
}

function removed(
  backing: Backing,
  call: Call,
  { kind, namespace, name }: ObjectRoute,
  options: DeleteOptions,
  dryRun: boolean,
): Reply {
  const deleted = backing.cluster.delete(kind.resource, namespace, name, options, { dryRun });
  if (waits(deleted) || RETURNED.includes(kind.resource)) return answer(backing, call, kind, deleted, 200, []);
  const details = { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural };
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };
  return json({ ...status, details: { ...details, uid: deleted.metadata.uid } });
}

/** Whether a deletion has begun only: something is still to be done before the object goes. */
function waits({ metadata }: KubeObject): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  return (metadata.finalizers ?? []).length > 0 || (metadata.deletionGracePeriodSeconds ?? 0) > 0;
}

/** Source: k/k 1.34.4 pkg/registry/batch/job/storage deleteOptionWarnings. */
function deletionWarnings({ resource }: Kind, { propagationPolicy }: DeleteOptions): readonly string[] {
  if (resource !== 'batch/jobs' || propagationPolicy !== undefined) return [];
  return [
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  ];
}

/** Deletes what the selectors match. Answers with the list of what was there. */
export function deleteCollection(backing: Backing, call: Call, kind: Kind, namespace: string | undefined): Reply {
  const { options, dryRun } = deleteOptionsOf(call);
  const matching = backing.cluster.list(kind.resource, namespace).filter(filterOf(kind, call.query));
  for (const { metadata } of matching) {
    backing.cluster.delete(kind.resource, metadata.namespace, metadata.name, options, { dryRun });
  }
  const resourceVersion = String(backing.store.version);
  const now = backing.cluster.now();
  const list = shapeList(matching, kind, { resourceVersion }, wantedOf(call.accept), call.query, now);
  return json(list, 200, deletionWarnings(kind, options));
}

/** The body's object, and a list of warnings that the write adds to. */
function readWarned(call: Call, kind: Kind): Warned & { readonly draft: Draft } {
  const { draft, warnings } = readObject(call, kind);
  return { draft, ...warned(warnings) };
}

export interface Warned {
  readonly warnings: readonly string[];
  readonly warn: (text: string) => void;
}

export function warned(before: readonly string[]): Warned {
  const warnings = [...before];
  return { warnings, warn: (text) => warnings.push(text) };
}

/** Answers a write with its object, in the shape the client asked for. */
export function answer(
  backing: Backing,
  call: Call,
  kind: Kind,
  object: KubeObject,
  code: number,
  warnings: readonly string[],
): Reply {
  return json(shapeObject(object, kind, wantedOf(call.accept), call.query, backing.cluster.now()), code, warnings);
}

/** Source: apimachinery ValidateDryRun. */
export function dryRunOf(query: URLSearchParams, options = 'DeleteOptions'): boolean {
  const values = query.getAll('dryRun');
  const wrong = values.find((value) => value !== 'All');
  if (wrong !== undefined) {
    throw invalidOptions(
      'dryRun',
      `Unsupported value: ["${wrong}"]: supported values: "All"`,
      'FieldValueNotSupported',
      options,
    );
  }
  return values.length > 0;
}

/** The object of a path that must be there. */
export function existing(backing: Backing, { kind, namespace, name }: Omit<ObjectRoute, 'to'>): KubeObject {
  const found = backing.cluster.get(kind.resource, namespace, name);
  if (found === undefined) throw notFound(kind, name);
  return found;
}

export function checkName(draft: Draft, name: string): void {
  const given = textOf(jsonOf(draft.metadata).name);
  if (given === name) return;
  throw badRequest(
    given === ''
      ? `the name of the object (${name} based on URL) was undeterminable: name must be provided`
      : `the name of the object (${given}) does not match the name on the URL (${name})`,
  );
}

export function checkNamespace(draft: Draft, namespace: string | undefined): void {
  const given = textOf(jsonOf(draft.metadata).namespace);
  if (given !== '' && namespace !== undefined && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** From the body, or the query where there is none. */
function deleteOptionsOf(call: Call): { readonly options: DeleteOptions; readonly dryRun: boolean } {
  const body = call.body.length === 0 ? queryOptions(call.query) : parseBody(call);
  if (!isJson(body)) throw badRequest('the DeleteOptions provided are no object');
  const policy = textOf(body.propagationPolicy);
  if (policy !== '' && policy !== 'Orphan' && policy !== 'Background' && policy !== 'Foreground') {
    const message = `Unsupported value: "${policy}": supported values: "Foreground", "Background", "Orphan", "nil"`;
    throw invalidOptions('propagationPolicy', message, 'FieldValueNotSupported', 'DeleteOptions');
  }
  const orphan = body.orphanDependents;
  const propagation = policy !== '' ? policy : orphan === true ? 'Orphan' : orphan === false ? 'Background' : undefined;
  const { uid, resourceVersion } = jsonOf(body.preconditions);
  const grace = numberOf(body.gracePeriodSeconds);
  return {
    options: {
      ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
      ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
      preconditions: { uid: textOf(uid), resourceVersion: textOf(resourceVersion) },
    },
    dryRun: dryRunOf(call.query) || (Array.isArray(body.dryRun) && body.dryRun.includes('All')),
  };
}

function queryOptions(query: URLSearchParams): Draft {
  const grace = query.get('gracePeriodSeconds');
  return {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(query.has('propagationPolicy') ? { propagationPolicy: query.get('propagationPolicy') } : {}),
    ...(query.has('orphanDependents') ? { orphanDependents: flag(query, 'orphanDependents') } : {}),
  };
}
