import type { Owners } from '../admission/admitted-cluster.ts';
import { timestamp } from '../admission/metadata.ts';
import type { Draft, KubeObject } from '../cluster-api.ts';
import { applyConfiguration } from '../fields/apply.ts';
import { appliedErrors, printAppliedErrors } from '../fields/check-applied.ts';
import { conflictStatus } from '../fields/conflict-status.ts';
import { realConflicts, withLastApplied } from '../fields/last-applied.ts';
import { sameButTimes, writeManagers } from '../fields/managed-fields.ts';
import { unmanaged } from '../fields/track-update.ts';
import { isJson, jsonOf, sameJson, textOf, type Json } from '../json.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { badRequest } from '../status-errors.ts';
import { flag, type Backing, type Call } from './call.ts';
import { checkFieldManager, fieldManagerOf } from './field-owners.ts';
import { invalidOptions } from './list-options.ts';
import { asObject, checkedDepth, readYaml } from './read-body.ts';

/** What is to be stored of an apply. */
interface AppliedObject {
  readonly draft: Draft;
  readonly owners: Owners;
}

/** Source: apimachinery ValidatePatchOptions. */
export function checkApplyOptions(query: URLSearchParams): void {
  if ((query.get('fieldManager') ?? '') === '') {
    throw invalidOptions(
      'fieldManager',
      'Required value: is required for apply patch',
      'FieldValueRequired',
      'PatchOptions',
    );
  }
  checkFieldManager(query, 'PatchOptions');
}

/** The configuration of a server-side apply. Source: apiserver handlers/patch.go applyPatcher. */
export function configurationOf(call: Call): Json {
  try {
    const value = checkedDepth(readYaml(new TextDecoder().decode(call.body)));
    if (isJson(value)) return value;
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw badRequest(
    'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}',
  );
}

/**
 * Applies a configuration to an object, or to none. Throws the 409 of a conflict unless the request has `force`, and the 400 of
 * a configuration that is none of this kind.
 */
export function appliedObject(
  backing: Backing,
  call: Call,
  kind: Kind,
  live: KubeObject | undefined,
  config: Json,
  subresource = '',
): AppliedObject {
  checkConfiguration(kind, config);
  const by = fieldManagerOf(call, kind, 'Apply', subresource);
  const now = timestamp(backing.cluster.now());
  const applied = applyConfiguration({ type: kind.kind, live, config, by, now });
  const conflicts = realConflicts(kind.kind, by.manager, live, applied.conflicts);
  if (conflicts.length > 0 && !flag(call.query, 'force')) throw conflictStatus(conflicts);
  const { draft } = asObject(withLastApplied(by.manager, applied.object, config), kind, 'Ignore');
  const entries = writeManagers(applied.managers);
  return { draft, owners: (next, before) => (changesNothing(next, before, entries) ? ownEntries(before) : entries) };
}

/** An apply of what stands there already moves no time. Source: IgnoreManagedFieldsTimestampsTransformer. */
function changesNothing(next: Draft, before: KubeObject | undefined, entries: readonly Draft[]): boolean {
  if (before === undefined || !sameButTimes(entries, before.metadata.managedFields)) return false;
  return sameJson(withoutVersion(next), withoutVersion(unmanaged(before)));
}

function withoutVersion(object: Json): Json {
  return { ...object, metadata: { ...jsonOf(object.metadata), resourceVersion: undefined } };
}

function ownEntries(object: KubeObject | undefined): readonly Draft[] {
  const entries = object?.metadata.managedFields;
  return Array.isArray(entries) ? (entries as Draft[]) : [];
}

/** The API server answers 500 where a configuration does not fit its schema: a client's mistake is 400 here. */
function checkConfiguration(kind: Kind, config: Json): void {
  const version = textOf(config.apiVersion);
  const given = textOf(config.kind);
  if (version !== apiVersionOf(kind) || given !== kind.kind) {
    const title = version.includes('/') || version === '' ? (version === '' ? '/' : version) : `/${version}`;
    throw badRequest(`invalid object type: ${title}, Kind=${given}`);
  }
  const metadata = jsonOf(config.metadata);
  if (metadata.managedFields !== undefined && metadata.managedFields !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const errors = appliedErrors(kind.kind, config);
  if (errors.length === 0) return;
  const subject = `${textOf(metadata.namespace)}/${textOf(metadata.name)}`;
  const type = `${version.includes('/') ? version : `/${version}`}, Kind=${given}`;
  throw badRequest(`failed to create typed patch object (${subject}; ${type}): ${printAppliedErrors(errors)}`);
}
