import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTrainingApi, TOKEN, type TrainingApi } from '../../../test/support/training-api.ts';

let api: TrainingApi;

beforeAll(async () => {
  api = await startTrainingApi();
});
afterAll(async () => {
  await api.server.close();
});

function get(accept: string): Promise<{ readonly type: string | undefined; readonly bytes: Buffer }> {
  const headers = { authorization: `Bearer ${TOKEN}`, accept };
  const target = { host: '127.0.0.1', port: api.port, path: '/openapi/v2', ca: api.ca, servername: 'localhost' };
  return new Promise((resolve, reject) => {
    request({ ...target, headers }, (response) => {
      buffer(response).then((bytes) => resolve({ type: response.headers['content-type'], bytes }), reject);
    })
      .on('error', reject)
      .end();
  });
}

it('answers kubectl, which takes protobuf alone, with a document that has no definitions', async () => {
  const { type, bytes } = await get('application/com.github.proto-openapi.spec.v2@v1.0+protobuf');
  // Go refuses a media type with an @ in an answer.
  expect(type).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
  // Field 1, of a length: Document.swagger.
  expect([...bytes]).toEqual([0x0a, 3, ...Buffer.from('2.0')]);
});

it('answers a person in JSON', async () => {
  const { type, bytes } = await get('*/*');
  expect(type).toBe('application/json');
  expect(JSON.parse(bytes.toString())).toMatchObject({ swagger: '2.0', paths: {} });
});
