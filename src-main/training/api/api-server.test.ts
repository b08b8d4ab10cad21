import { request as httpsRequest } from 'node:https';
import { connect } from 'node:http2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMap, MAPS, PODS, startTrainingApi, TOKEN, type TrainingApi } from '../../../test/support/training-api.ts';
import { at } from '../json.ts';

const MB = 1024 * 1024;

let api: TrainingApi;

beforeEach(async () => {
  api = await startTrainingApi();
});

afterEach(async () => {
  await api.server.close();
  expect(api.errors).toEqual([]);
});

describe('who is let in', () => {
  it('refuses web pages, foreign hosts, wrong tokens and, but for /version, no token', async () => {
    expect((await api.ask('/version', { headers: { origin: 'https://evil.example' } })).code).toBe(403);
    expect((await api.ask('/version', { headers: { host: 'evil.example' } })).code).toBe(403);
    expect((await api.ask('/api', { headers: { authorization: 'Bearer wrong' } })).body).toMatchObject({
      kind: 'Status',
      code: 401,
    });
    expect((await api.ask('/api', { headers: { authorization: `Basic ${TOKEN}` } })).code).toBe(401);
    const anonymous = await new Promise<number>((resolve) => {
      httpsRequest({ host: '127.0.0.1', port: api.server.port, path: '/api', ca: api.ca }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).end();
    });
    expect(anonymous).toBe(403);
    expect((await api.ask('/version')).body).toMatchObject({ gitVersion: 'v1.34.4' });
  });

  it('speaks HTTP/2', async () => {
    const session = connect(`https://127.0.0.1:${api.server.port}`, { ca: api.ca });
    const status = await new Promise((resolve) => {
      const stream = session.request({ ':path': '/api/v1/namespaces', authorization: `Bearer ${TOKEN}` });
      stream.on('response', (headers) => resolve(headers[':status']));
      stream.resume();
    });
    expect([status, session.alpnProtocol, session.remoteSettings.maxConcurrentStreams]).toEqual([200, 'h2', 100]);
    session.close();
  });

  it('takes a body of 2.9 MB, and answers one of more than 3 MB as the API does', async () => {
    const padded = (name: string, size: number): string => JSON.stringify(aMap(name)).padEnd(size);
    expect((await api.post(MAPS, padded('large', 2.9 * MB))).code).toBe(201);
    expect((await api.post(MAPS, padded('largest', 3 * MB))).code).toBe(201);
    for (const size of [3 * MB + 1, 3.1 * MB, 10 * MB]) {
      expect((await api.post(MAPS, padded('too-large', size))).body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Request entity too large: limit is 3145728',
        reason: 'RequestEntityTooLarge',
        code: 413,
      });
    }
    expect((await api.ask(`${MAPS}/too-large`)).code).toBe(404);
  });
});

describe('objects', () => {
  it('are created, read, updated, patched and deleted', async () => {
    expect(await api.post(MAPS, aMap('a'))).toMatchObject({
      code: 201,
      body: { kind: 'ConfigMap', metadata: { name: 'a' } },
    });
    expect((await api.ask(`${MAPS}/a`)).body.data).toEqual({ a: '1' });
    const put = await api.ask(`${MAPS}/a`, { method: 'PUT', body: { ...aMap('a'), data: { a: '2' } } });
    expect(put.body.data).toEqual({ a: '2' });
    const types = {
      'application/merge-patch+json': { data: { b: '3' } },
      'application/strategic-merge-patch+json': { data: { c: '4' } },
      'application/json-patch+json': [{ op: 'remove', path: '/data/a' }],
    };
    for (const [type, body] of Object.entries(types)) {
      expect((await api.ask(`${MAPS}/a`, { method: 'PATCH', body, headers: { 'content-type': type } })).code).toBe(200);
    }
    expect((await api.ask(`${MAPS}/a`)).body.data).toEqual({ b: '3', c: '4' });
    expect((await api.ask(`${MAPS}/a`, { method: 'DELETE' })).body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'a', kind: 'configmaps' },
    });
    expect(await api.ask(`${MAPS}/a`)).toMatchObject({
      code: 404,
      body: { reason: 'NotFound', message: 'configmaps "a" not found' },
    });
  });

  it('may come as YAML', async () => {
    const made = await api.post(MAPS, 'metadata: {name: y}\ndata: {a: b}', { 'content-type': 'application/yaml' });
    expect(made.body.data).toEqual({ a: 'b' });
  });

  it('may have no fields the kind has not, as fieldValidation says', async () => {
    const body = { metadata: { name: 's' }, spec: { ports: [{ port: 80, prot: 'x' }] } };
    const path = '/api/v1/namespaces/default/services';
    expect((await api.post(`${path}?fieldValidation=Strict`, body)).body).toMatchObject({
      code: 400,
      message:
        'Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.ports[0].prot"',
    });
    const warned = await api.post(`${path}?fieldValidation=Warn`, body);
    expect(warned.headers.warning).toBe(String.raw`299 - "unknown field \"spec.ports[0].prot\""`);
    expect(at(warned.body, 'spec', 'ports')).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
  });

  it('are not stored by a dry run', async () => {
    expect((await api.post(`${MAPS}?dryRun=All`, aMap('dry'))).code).toBe(201);
    expect((await api.ask(`${MAPS}/dry`)).code).toBe(404);
    expect((await api.post(`${MAPS}?dryRun=Some`, aMap('dry'))).code).toBe(422);
  });

  it.each([
    ['{', 400],
    ['[]', 400],
    ['null', 400],
    ['"x"', 400],
    [`{"metadata":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, 400],
    ['{"metadata":{"name":5}}', 400],
    ['{"kind":"Pod","apiVersion":"v1"}', 400],
    ['{"metadata":{"name":"a","labels":{"a b":"c"}}}', 422],
  ])('answer %# with a Status', async (body, code) => {
    expect((await api.post(MAPS, body)).body).toMatchObject({ kind: 'Status', code });
  });

  it.each([[{ metadata: {} }], [{}]])('need a name: %j', async (body) => {
    expect((await api.post(MAPS, body)).body).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    });
  });

  it('keep the status behind its own path', async () => {
    await api.post(PODS, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const patch = { method: 'PATCH', headers, body: { status: { phase: 'Running' } } };
    expect(at((await api.ask(`${PODS}/p`, patch)).body, 'status', 'phase')).toBe('Pending');
    expect(at((await api.ask(`${PODS}/p/status`, patch)).body, 'status', 'phase')).toBe('Running');
  });

  it('scale', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const path = '/apis/apps/v1/namespaces/default/deployments';
    await api.post(path, { metadata: { name: 'd' }, spec: { selector: { matchLabels: { a: 'b' } }, template } });
    const body = { metadata: { name: 'd' }, spec: { replicas: 5 } };
    expect((await api.ask(`${path}/d/scale`, { method: 'PUT', body })).body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 5 },
      status: { selector: 'a=b' },
    });
    expect(at((await api.ask(`${path}/d`)).body, 'spec', 'replicas')).toBe(5);
  });
});
