import type { Owners } from '../admission/admitted-cluster.ts';
import { timestamp } from '../admission/metadata.ts';
import type { Draft } from '../cluster-api.ts';
import type { FieldManager } from '../fields/managed-fields.ts';
import { LONGEST_MANAGER, managerOf, unprintableIn } from '../fields/manager-of.ts';
import { trackUpdate } from '../fields/track-update.ts';
import { jsonOf } from '../json.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import type { Backing, Call } from './call.ts';
import { invalidOptions } from './list-options.ts';

/** Which options a request has: their name is in what is said of them. */
type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions';

/** Who writes by this request. Throws the 422 of a name that is none. */
export function fieldManagerOf(
  call: Call,
  kind: Kind,
  operation: FieldManager['operation'],
  subresource = '',
): FieldManager {
  const manager = managerOf(call.query.get('fieldManager') ?? '', call.userAgent);
  return { manager, operation, apiVersion: apiVersionOf(kind), subresource };
}

/** Source: apimachinery ValidateFieldManager. */
export function checkFieldManager(query: URLSearchParams, options: OptionsKind): void {
  const given = query.get('fieldManager') ?? '';
  if (Buffer.byteLength(given) > LONGEST_MANAGER) {
    const message = `Too long: may not be more than ${LONGEST_MANAGER} bytes`;
    throw invalidOptions('fieldManager', message, 'FieldValueTooLong', options);
  }
  const wrong = unprintableIn(given);
  if (wrong === undefined) return;
  const code = (wrong.character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `Invalid value: ${JSON.stringify(given)}: invalid character U+${code} (at position ${wrong.position})`;
  throw invalidOptions('fieldManager', message, 'FieldValueInvalid', options);
}

/** What a write that is no apply makes of the owners of fields, by what the client sent. */
export function ownersAfter(
  backing: Backing,
  call: Call,
  kind: Kind,
  options: OptionsKind,
  subresource = '',
): (sent: Draft) => Owners {
  checkFieldManager(call.query, options);
  const by = fieldManagerOf(call, kind, 'Update', subresource);
  const now = timestamp(backing.cluster.now());
  return (draft) => (next, live) =>
    trackUpdate({ type: kind.kind, live, next, sent: jsonOf(draft.metadata).managedFields, by, now });
}
