import type { Draft } from '../cluster-api.ts';
import { FieldErrors } from '../admission/field-errors.ts';
import { timestamp } from '../admission/metadata.ts';
import { managerOf } from '../fields/manager-of.ts';
import { trackUpdate } from '../fields/track-update.ts';
import { at, isJson, jsonOf, textOf, type Json } from '../json.ts';
import { badRequest } from '../status-errors.ts';
import { json, type Backing, type Call, type Reply } from './call.ts';
import { checkFieldManager } from './field-owners.ts';
import { readObject } from './read-body.ts';

/** Whoever has the token. */
const USER: Draft = { username: 'training-admin', groups: ['system:masters', 'system:authenticated'] };

const KINDS: Readonly<Record<string, string>> = {
  selfsubjectaccessreviews: 'SelfSubjectAccessReview',
  selfsubjectrulesreviews: 'SelfSubjectRulesReview',
  selfsubjectreviews: 'SelfSubjectReview',
};

/** Everything is allowed: there is one user. */
export function answerReview({ cluster }: Backing, call: Call, group: string, resource: string): Reply {
  const kind = KINDS[resource] ?? '';
  checkFieldManager(call.query, 'CreateOptions');
  const { draft, warnings } = readObject(call, { group, version: 'v1', kind });
  const type = { kind, apiVersion: `${group}/v1` };
  const now = timestamp(cluster.now());
  switch (resource) {
    case 'selfsubjectaccessreviews': {
      const metadata = metadataOf({ ...draft, ...type }, call, now);
      checkAccessReview(draft.spec, metadata, group);
      const status = { allowed: true, reason: 'the training cluster has one user' };
      return json({ ...type, metadata, spec: jsonOf(draft.spec), status }, 201, warnings);
    }
    case 'selfsubjectrulesreviews':
      if (textOf(at(draft, 'spec', 'namespace')) === '') throw badRequest('no namespace on request');
      return json({ ...type, metadata: {}, spec: {}, status: EVERYTHING }, 201, warnings);
    default:
      return json({ ...type, metadata: { creationTimestamp: now }, status: { userInfo: USER } }, 201, warnings);
  }
}

/** As Go's struct has them, and so the message that shows them. What only the server may say, and a namespace, is dropped. */
const METADATA_FIELDS = [
  'name',
  'generateName',
  'resourceVersion',
  'generation',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
];

/** What a client sent that counts, and who owns it. */
function metadataOf(review: Json, call: Call, now: string): Json {
  const sent = jsonOf(review.metadata);
  const given = METADATA_FIELDS.filter((field) => !isNothing(sent[field]));
  const metadata = Object.fromEntries(given.map((field) => [field, sorted(sent[field])]));
  const by = {
    manager: managerOf(call.query.get('fieldManager') ?? '', call.userAgent),
    operation: 'Update',
    apiVersion: textOf(review.apiVersion),
    subresource: '',
  } as const;
  const next = { ...review, metadata };
  const managed = trackUpdate({ type: textOf(review.kind), live: undefined, next, sent: sent.managedFields, by, now });
  return managed.length === 0 ? metadata : { ...metadata, managedFields: managed };
}

/** Go's zero values, which are left out. */
function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0;
}

/** A map of Go's is shown by its keys. */
function sorted(value: unknown): unknown {
  if (!isJson(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Source: k/k 1.34.4 pkg/apis/authorization/validation ValidateSelfSubjectAccessReview. The kind is empty in the message:
 * that is what pkg/registry/authorization asks the decoded object for, and it has lost it by then.
 */
function checkAccessReview(spec: unknown, metadata: Json, group: string): void {
  const errors = new FieldErrors();
  const asked = at(spec, 'resourceAttributes') ?? null;
  const other = at(spec, 'nonResourceAttributes') ?? null;
  if (asked === null && other === null) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    errors.invalid('spec.resourceAttributes', null, detail);
  }
  if (asked !== null && other !== null) {
    // The internal type has no JSON names: Go's own stand there.
    const value = { Path: textOf(at(other, 'path')), Verb: textOf(at(other, 'verb')) };
    errors.invalid('spec.nonResourceAttributes', value, 'cannot be specified in combination with resourceAttributes');
  }
  const own = Object.keys(metadata).filter((field) => field !== 'managedFields');
  if (own.length > 0) errors.invalid('metadata', metadata, 'must be empty');
  errors.throwIfAny('', group, '');
}

const EVERYTHING: Draft = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};
