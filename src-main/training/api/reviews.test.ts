import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTrainingApi, type TrainingApi } from '../../../test/support/training-api.ts';

const AUTHORIZATION = 'authorization.k8s.io/v1';
const AUTHENTICATION = 'authentication.k8s.io/v1';

let api: TrainingApi;

beforeAll(async () => {
  api = await startTrainingApi();
});
afterAll(async () => {
  await api.server.close();
  expect(api.errors).toEqual([]);
});

it('the one user may do whatever a SelfSubjectAccessReview asks, and hears it beside what was asked', async () => {
  const spec = { resourceAttributes: { namespace: 'default', verb: 'delete', resource: 'pods' } };
  const review = { kind: 'SelfSubjectAccessReview', apiVersion: AUTHORIZATION, spec };
  const { code, body } = await api.post(`/apis/${AUTHORIZATION}/selfsubjectaccessreviews`, review);
  expect(code).toBe(201);
  expect(body).toMatchObject({ ...review, metadata: {}, status: { allowed: true } });
});

const EITHER = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
const NOT_BOTH = 'cannot be specified in combination with resourceAttributes';
const other = { path: '/healthz', verb: 'get' };
it.each([
  [undefined, 'spec.resourceAttributes', `Invalid value: null: ${EITHER}`],
  [{}, 'spec.resourceAttributes', `Invalid value: null: ${EITHER}`],
  [{ resourceAttributes: null }, 'spec.resourceAttributes', `Invalid value: null: ${EITHER}`],
  [
    { resourceAttributes: {}, nonResourceAttributes: other },
    'spec.nonResourceAttributes',
    `Invalid value: {"Path":"/healthz","Verb":"get"}: ${NOT_BOTH}`,
  ],
])('an access review asks one thing: %j is refused', async (spec, field, message) => {
  const { code, body } = await api.post(`/apis/${AUTHORIZATION}/selfsubjectaccessreviews`, { spec });
  expect(code).toBe(422);
  expect(body).toMatchObject({
    reason: 'Invalid',
    message: `.authorization.k8s.io "" is invalid: ${field}: ${message}`,
    details: { group: 'authorization.k8s.io', causes: [{ reason: 'FieldValueInvalid', field, message }] },
  });
});

it('an access review may ask for a path', async () => {
  const spec = { nonResourceAttributes: other };
  const { code, body } = await api.post(`/apis/${AUTHORIZATION}/selfsubjectaccessreviews`, { spec });
  expect([code, body.status]).toMatchObject([201, { allowed: true }]);
});

it('a SelfSubjectReview says who the token is', async () => {
  const review = { kind: 'SelfSubjectReview', apiVersion: AUTHENTICATION };
  const { code, body } = await api.post(`/apis/${AUTHENTICATION}/selfsubjectreviews`, review);
  expect(code).toBe(201);
  expect(body).toEqual({
    ...review,
    metadata: { creationTimestamp: expect.stringMatching(/^\d{4}-[-\d]+T[:\d]+Z$/) as string },
    status: { userInfo: { username: 'training-admin', groups: ['system:masters', 'system:authenticated'] } },
  });
});

it('the rules of the user are everything', async () => {
  const review = { kind: 'SelfSubjectRulesReview', apiVersion: AUTHORIZATION, spec: { namespace: 'default' } };
  const { code, body } = await api.post(`/apis/${AUTHORIZATION}/selfsubjectrulesreviews`, review);
  expect(code).toBe(201);
  expect([body.metadata, body.spec]).toEqual([{}, {}]);
  expect(body.status).toEqual({
    resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
  });
});

it('the rules are of a namespace', async () => {
  const { code, body } = await api.post(`/apis/${AUTHORIZATION}/selfsubjectrulesreviews`, { spec: {} });
  expect([code, body.message]).toEqual([400, 'no namespace on request']);
});

it('who made an access review is told, but an access review has no name', async () => {
  const path = `/apis/${AUTHORIZATION}/selfsubjectaccessreviews?fieldManager=me`;
  const spec = { nonResourceAttributes: other };
  const owned = [{ manager: 'me', operation: 'Update', apiVersion: AUTHORIZATION, fieldsType: 'FieldsV1' }];
  const { body } = await api.post(path, { metadata: { labels: {}, uid: 'mine', namespace: 'default' }, spec });
  expect(body.metadata).toMatchObject({ managedFields: owned });
  expect(Object.keys(body.metadata as object)).toEqual(['managedFields']);
  const named = await api.post(path, { metadata: { labels: { b: '2', a: '1' }, name: 'x' }, spec });
  expect(named.code).toBe(422);
  const { message = '' } = named.body as { readonly message?: string };
  expect(message).toMatch(
    /metadata: Invalid value: \{"name":"x","labels":\{"a":"1","b":"2"\},"managedFields":\[.*\]\}: must be empty$/,
  );
});

it.each(['selfsubjectreviews', 'selfsubjectrulesreviews'])(
  'what a client says of itself in %s is dropped',
  async (plural) => {
    const version = plural === 'selfsubjectreviews' ? AUTHENTICATION : AUTHORIZATION;
    const spec = plural === 'selfsubjectreviews' ? {} : { spec: { namespace: 'default' } };
    const { code, body } = await api.post(`/apis/${version}/${plural}`, {
      metadata: { name: 'x', labels: { a: 'b' } },
      ...spec,
    });
    expect(code).toBe(201);
    expect(body.metadata).not.toHaveProperty('name');
    expect(body.metadata).not.toHaveProperty('labels');
  },
);

it('a review is made, not read, and of its own kind', async () => {
  const path = `/apis/${AUTHORIZATION}/selfsubjectaccessreviews`;
  expect((await api.ask(path)).code).toBe(405);
  expect((await api.post(path, { kind: 'SelfSubjectReview', apiVersion: AUTHENTICATION })).body).toMatchObject({
    kind: 'Status',
    code: 400,
  });
});
