import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialSource, sameIdentity } from './credentials.ts';
import { FailureError } from './failure-error.ts';
import { parseKubeconfig } from './kubeconfig-file.ts';
import { mergeKubeconfigs, type ContextTarget } from './kubeconfig.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'servicescope-credentials-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function target(user: string, cluster = ''): ContextTarget {
  const text = `clusters: [{name: c, cluster: {server: "https://[::1]:6443/k8s/c-1/", ${cluster}}}]
users: [{name: u, user: {${user}}}]
contexts: [{name: x, context: {cluster: c, user: u}}]`;
  return mergeKubeconfigs([parseKubeconfig(text, join(folder, 'config'))], [], []).target('x');
}

describe('headers', () => {
  it.each([
    ['token: abc', { authorization: 'Bearer abc' }],
    ['token: "abc\\r\\nX-Evil: 1"', { authorization: 'Bearer abcX-Evil: 1' }],
    ['username: me, password: pw', { authorization: 'Basic bWU6cHc=' }],
    [
      'token: abc, as: jane, as-groups: [a, b]',
      { authorization: 'Bearer abc', 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b'] },
    ],
    [
      'as: jane, as-uid: u-1, as-user-extra: {Scopes: [view, "dev"], "acme.com/team%": [a]}',
      {
        'impersonate-user': 'jane',
        'impersonate-uid': 'u-1',
        'impersonate-extra-scopes': ['view', 'dev'],
        'impersonate-extra-acme.com%2Fteam%25': ['a'],
      },
    ],
    ['client-certificate-data: YQ==, client-key-data: Yg==', {}],
  ])('%s', async (user, headers) => {
    expect((await credentialSource(target(user)).current()).headers).toEqual(headers);
  });
});

describe('files', () => {
  it('reads a token file again, not more than every 10 s', async () => {
    let now = 0;
    writeFileSync(join(folder, 'token'), 'first\n');
    const source = credentialSource(target('tokenFile: token, token: ignored'), () => now);
    const header = async (): Promise<unknown> => (await source.current()).headers.authorization;
    expect(await header()).toBe('Bearer first');
    writeFileSync(join(folder, 'token'), 'second\n');
    now = 9_999;
    expect(await header()).toBe('Bearer first');
    now = 10_000;
    expect(await header()).toBe('Bearer second');
  });

  it('sees that a certificate was replaced', async () => {
    let now = 0;
    writeFileSync(join(folder, 'cert'), 'old');
    const source = credentialSource(target('client-certificate: cert, client-key-data: Yg=='), () => now);
    const before = await source.current();
    now = 20_000;
    expect(sameIdentity(before, await source.current())).toBe(true);
    writeFileSync(join(folder, 'cert'), 'new');
    now = 40_000;
    expect(sameIdentity(before, await source.current())).toBe(false);
  });

  it.each([
    ['certificate-authority: /dev/zero', { code: 'file-not-regular' }],
    ['certificate-authority: nothing', { code: 'file-missing' }],
    [`certificate-authority: big`, { code: 'file-too-large', bytes: 1_048_576 }],
  ])('%s is refused', async (cluster, detail) => {
    writeFileSync(join(folder, 'big'), Buffer.alloc(1_048_577));
    const refusal = await credentialSource(target('token: a', cluster))
      .current()
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FailureError);
    expect((refusal as FailureError).failure).toMatchObject({
      code: 'kubeconfig.credential-file',
      parameters: { detail },
    });
  });
});
