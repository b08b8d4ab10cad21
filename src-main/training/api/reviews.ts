import type { Draft } from '../cluster-api.ts';
import { FieldErrors } from '../admission/field-errors.ts';
import { at, jsonOf, textOf } from '../json.ts';
import { json, type Call, type Reply } from './call.ts';
import { readObject } from './read-body.ts';

/** Whoever has the token. */
const USER: Draft = { username: 'training-admin', groups: ['system:masters', 'system:authenticated'] };

const KINDS: Readonly<Record<string, string>> = {
  selfsubjectaccessreviews: 'SelfSubjectAccessReview',
  selfsubjectrulesreviews: 'SelfSubjectRulesReview',
  selfsubjectreviews: 'SelfSubjectReview',
};

/** Everything is allowed: there is one user. */
export function answerReview(call: Call, group: string, resource: string): Reply {
  const kind = KINDS[resource] ?? '';
  const { draft } = readObject(call, { group, version: 'v1', kind });
  const body = { kind, apiVersion: `${group}/v1`, metadata: jsonOf(draft.metadata) };
  switch (resource) {
    case 'selfsubjectaccessreviews':
      checkAccessReview(draft, group);
      return json(
        {
          ...body,
          spec: jsonOf(draft.spec),
          status: { allowed: true, reason: 'the training cluster has one user' },
        },
        201,
      );
    case 'selfsubjectrulesreviews':
      return json({ ...body, spec: {}, status: EVERYTHING }, 201);
    default:
      return json({ ...body, status: { userInfo: USER } }, 201);
  }
}

/**
 * Source: k/k 1.34.4 pkg/apis/authorization/validation ValidateSelfSubjectAccessReviewSpec. The kind is empty in the message:
 * that is what pkg/registry/authorization asks the decoded object for, and it has lost it by then.
 */
function checkAccessReview({ spec }: Draft, group: string): void {
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
  errors.throwIfAny('', group, '');
}

const EVERYTHING: Draft = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};
