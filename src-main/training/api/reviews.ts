import type { Draft } from '../cluster-api.ts';
import { jsonOf } from '../json.ts';
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

const EVERYTHING: Draft = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};
