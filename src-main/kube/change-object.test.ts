import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { failed } from '#shared/ipc/result.ts';
import type { Change, ChangeOutcome, ServiceEdit } from '#shared/what-if/change.ts';
import { startTrainingApi, TOKEN, type TrainingApi } from '../../test/support/training-api.ts';
import { changeObject } from './change-object.ts';
import { openConnection } from './connection.ts';
import { FailureError } from './failure-error.ts';
import type { KubeApi } from './kube-api.ts';

// Against the API of the training cluster, over TLS. The same against a real API server: test/real/mend.test.ts.

const SERVICES = '/api/v1/namespaces/default/services';
const { signal } = new AbortController();
const over = new AbortController();
let training: TrainingApi;
let api: KubeApi;

beforeAll(async () => {
  training = await startTrainingApi();
  const server = new URL(`https://127.0.0.1:${training.port}`);
  const same = {
    ca: Buffer.from(training.ca),
    cert: null,
    key: null,
    insecureSkipTlsVerify: false,
    tlsServerName: null,
  };
  const credentials = { ...same, server, headers: { authorization: `Bearer ${TOKEN}` }, user: 'admin' };
  const source = { server, user: 'admin', current: () => Promise.resolve(credentials) };
  api = openConnection({ credentials: source, userAgent: 'test', signal: over.signal });
});
afterAll(async () => {
  over.abort();
  await training.server.close();
});

interface Meta {
  readonly uid: string;
  readonly resourceVersion: string;
}

async function makeService(name: string): Promise<Meta> {
  const ports = [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP', appProtocol: 'x' },
  ];
  const { body } = await training.post(SERVICES, {
    metadata: { name },
    spec: { selector: { app: 'a', b: '1' }, ports },
  });
  return body.metadata as Meta;
}

const change = (name: string, { uid, resourceVersion }: Meta, ...edits: readonly ServiceEdit[]): Change => ({
  ...{ kind: 'Service', namespace: 'default', name, uid, resourceVersion, edits },
});
const TO_C: ServiceEdit = { field: 'selector', from: { app: 'a', b: '1' }, to: { app: 'c' } };
const spec = async (name: string): Promise<unknown> => (await training.ask(`${SERVICES}/${name}`)).body.spec;
const make = (wanted: Change, dryRun = false): Promise<ChangeOutcome> => changeObject(api, wanted, { dryRun, signal });

describe('a change', () => {
  it('is tried without effect, made on the version it was tried on, and taken back', async () => {
    const before = await makeService('whole');
    const original = await spec('whole');
    const target: ServiceEdit = { field: 'targetPort', port: 53, protocol: 'TCP', from: 53, to: 'dns' };
    const published: ServiceEdit = { field: 'publishNotReadyAddresses', from: false, to: true };
    const wanted = change('whole', before, TO_C, target, published);
    const tried = await make(wanted, true);
    expect(await spec('whole')).toEqual(original);
    expect(tried.before).toContain('b: "1"');
    expect(tried.after).not.toContain('b: "1"');
    expect(tried.resourceVersion).toBe(before.resourceVersion);
    const made = await make({ ...wanted, resourceVersion: tried.resourceVersion });
    expect(await spec('whole')).toMatchObject({
      selector: { app: 'c' },
      publishNotReadyAddresses: true,
      ports: [{ targetPort: 53 }, { name: 'dns-tcp', appProtocol: 'x', targetPort: 'dns' }],
    });
    expect(made.resourceVersion).not.toBe(before.resourceVersion);
    await make(made.undo);
    expect(await spec('whole')).toMatchObject({
      selector: { app: 'a', b: '1' },
      ports: [{ targetPort: 53 }, { name: 'dns-tcp', appProtocol: 'x', targetPort: 53 }],
    });
  });

  it("is a conflict in the API server's words on a version that is no more", async () => {
    const before = await makeService('raced');
    await make(change('raced', before, TO_C));
    const target: ServiceEdit = { field: 'targetPort', port: 53, protocol: 'TCP', from: 53, to: 80 };
    for (const edit of [TO_C, target]) {
      await expect(make(change('raced', before, edit))).rejects.toMatchObject({
        failure: { code: 'api.conflict', parameters: { name: 'raced', message: /the object has been modified/ } },
      });
    }
  });

  it('is taken back on a later version, unless its own field was changed', async () => {
    const before = await makeService('undone');
    const made = await make(change('undone', before, TO_C));
    const merge = { 'content-type': 'application/merge-patch+json' };
    const path = `${SERVICES}/undone`;
    await training.ask(path, { method: 'PATCH', headers: merge, body: { metadata: { labels: { by: 'others' } } } });
    await make(made.undo);
    expect(await spec('undone')).toMatchObject({ selector: { app: 'a', b: '1' } });
    await expect(make(made.undo)).rejects.toMatchObject({
      failure: failure('api.conflict', { kind: 'services', name: 'undone', message: 'spec.selector' }),
    });
  });

  it('does not touch another object of the name, and is refused in words where it is invalid', async () => {
    const before = await makeService('strict');
    await expect(make(change('strict', { ...before, uid: 'other' }, TO_C))).rejects.toMatchObject({
      failure: failure('api.not-found', { kind: 'services', name: 'strict' }),
    });
    const odd: ServiceEdit = { field: 'selector', from: { app: 'a', b: '1' }, to: { app: 'no spaces' } };
    await expect(make(change('strict', before, odd), true)).rejects.toMatchObject({
      failure: { code: 'api.rejected', parameters: { status: 422, message: /spec\.selector/ } },
    });
  });
});

describe('a refusal with 403', () => {
  const refusing = (message: string): KubeApi => ({
    ...api,
    json: <T>(request: Parameters<KubeApi['json']>[0]): Promise<T> =>
      request.method === 'GET'
        ? api.json<T>(request)
        : Promise.reject(new FailureError(failure('api.forbidden', { ...FORBIDDEN, message }))),
  });
  const FORBIDDEN = { verb: 'patch', resource: 'services', namespace: null };

  it.each([
    ['services "w" is forbidden: User "jane" cannot patch resource "services" in API group ""', 'api.forbidden'],
    ['admission webhook "policy.example" denied the request: no', 'api.rejected'],
    ['services "w" is forbidden: ValidatingAdmissionPolicy "p" with binding "b" denied request: no', 'api.rejected'],
  ])('%s is %s', async (message, code) => {
    const name = `web-${code.length}-${message.length}`;
    const wanted = change(name, await makeService(name), TO_C);
    const answer = await changeObject(refusing(message), wanted, { dryRun: true, signal }).catch((error: unknown) =>
      error instanceof FailureError ? failed(error.failure) : null,
    );
    expect(answer).toMatchObject({ failure: { code, parameters: { message } } });
  });
});
