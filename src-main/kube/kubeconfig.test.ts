import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialSource } from './credentials.ts';
import { fillKubeConfig } from './exec-config.ts';
import { FailureError } from './failure-error.ts';
import { kubeconfigPaths } from './kubeconfig-paths.ts';
import { loadKubeconfig, type Kubeconfig } from './kubeconfig.ts';
import { watchFiles } from './watch-files.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'servicescope-kubeconfig-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function load(...paths: readonly string[]): Promise<Kubeconfig> {
  return loadKubeconfig({ paths, required: true });
}

interface Parts {
  readonly cluster?: string;
  readonly user?: string;
  readonly context?: string;
  readonly current?: string;
}

function kubeconfig(name: string, { cluster = '', user = 'token: t0ken', context = '', current = '' }: Parts): string {
  return `apiVersion: v1
kind: Config
${current === '' ? '' : `current-context: ${current}`}
clusters: [{name: ${name}, cluster: {server: "https://${name}.example:6443" ${cluster}}}]
users: [{name: ${name}, user: {${user}}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name} ${context}}}]
`;
}

function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : error;
  }
  return 'no failure';
}

describe('which files are in force', () => {
  it.each([
    { flag: '/a/b', environment: '/c:/d', paths: ['/a/b'], required: true },
    { flag: null, environment: '/c::/d:/c', paths: ['/c', '/d'], required: false },
    { flag: null, environment: '', paths: ['/home/me/.kube/config'], required: false },
    { flag: null, environment: undefined, paths: ['/home/me/.kube/config'], required: false },
  ])('$flag, $environment', ({ flag, environment, paths, required }) => {
    expect(kubeconfigPaths(flag, environment, '/home/me')).toEqual({ paths, required });
  });
});

describe('the kube contexts of several files', () => {
  it('lets the first of a name win and keeps the order', async () => {
    const a = file('a', kubeconfig('one', { context: ', namespace: shop' }) + kubeconfig('x', {}).replace(/^/gm, '# '));
    const b = file('b', kubeconfig('one', { context: ', namespace: other', current: 'two' }));
    const c = file('c', kubeconfig('two', { user: 'client-certificate: pem, client-key: pem' }));
    const { list } = await load(a, b, c);
    expect(list.contexts.map(({ name, namespace, credentials }) => [name, namespace, credentials])).toEqual([
      ['one', 'shop', 'token'],
      ['two', 'default', 'certificate'],
    ]);
    expect(list.currentContext).toBe('two');
    expect(list.failures).toEqual([]);
  });

  it('takes relative paths from the file they stand in', async () => {
    const path = file('deep/er/config', kubeconfig('one', { cluster: ', certificate-authority: ../ca.pem' }));
    const { cluster } = (await load(path)).target('one');
    expect(cluster.caFile).toBe(join(folder, 'deep/ca.pem'));
  });

  it('names what is missing', async () => {
    const path = file(
      'broken',
      `clusters: [{name: bad, cluster: {server: "ftp://x"}}, {name: secret, cluster: {server: "https://me:hush@x"}}]
contexts:
- {name: no-cluster, context: {cluster: gone, user: ""}}
- {name: no-user, context: {cluster: bad, user: gone}}
- {name: bad-server, context: {cluster: bad}}
- {name: password-in-url, context: {cluster: secret}}`,
    );
    const { list, target } = await load(path);
    expect(list.contexts.map(({ refused }) => refused?.code)).toEqual([
      'kubeconfig.cluster-missing',
      'kubeconfig.user-missing',
      'kubeconfig.server-invalid',
      'kubeconfig.server-invalid',
    ]);
    expect(JSON.stringify(list)).not.toContain('hush');
    expect(codeOf(() => target('nowhere'))).toBe('kubeconfig.context-unknown');
  });
});

describe('files that cannot be used', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((key, i) => {
      const before = 'abcdefgh'[i] ?? 'a';
      return `${key}: &${key} [${Array(9).fill(`*${before}`).join(',')}]`;
    }),
  ].join('\n');

  it.each([
    ['a tab', 'clusters:\n  - name: x\n\tcluster: {}', 'kubeconfig.invalid'],
    ['a list', '- a\n- b', 'kubeconfig.invalid'],
    ['an alias bomb', bomb, 'kubeconfig.invalid'],
    ['10 MB', '#'.repeat(10_000_000), 'kubeconfig.unreadable'],
  ])('%s: a named failure, and the other file loads', async (name, text, code) => {
    const began = performance.now();
    const { list } = await load(file(`bad-${name}`, text), file('good', kubeconfig('good', {})));
    expect(list.failures.map((failure) => failure.code)).toEqual([code]);
    expect(list.contexts.map((context) => context.name)).toEqual(['good']);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('a FIFO, a directory, a device and a missing file do not hang it', async () => {
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const { list } = await load(fifo, folder, '/dev/zero', join(folder, 'nothing'));
    expect(list.failures.map((failure) => failure.code)).toEqual(Array(4).fill('kubeconfig.unreadable'));
  });

  it.each([
    ['empty', ''],
    ['a BOM', '\uFEFF' + kubeconfig('bom', {})],
    ['CRLF', kubeconfig('crlf', {}).replaceAll('\n', '\r\n')],
  ])('%s is fine', async (name, text) => expect((await load(file(`fine-${name}`, text))).list.failures).toEqual([]));

  it('a cluster behind a proxy is refused by name, never reached around it', async () => {
    const { list, target } = await load(
      file('proxied', kubeconfig('proxied', { cluster: ', proxy-url: "http://me:s3cret@proxy.example:3128"' })),
    );
    const refused = { cluster: 'proxied', proxy: 'http://proxy.example:3128' };
    expect(list.contexts[0]?.refused).toMatchObject({ code: 'kubeconfig.proxy-refused', parameters: refused });
    expect(codeOf(() => target('proxied'))).toBe('kubeconfig.proxy-refused');
    expect(JSON.stringify(list)).not.toContain('s3cret');
  });

  it('no file at all is one failure', async () => {
    const { list } = await loadKubeconfig({ paths: [join(folder, 'nothing')], required: false });
    expect(list.failures.map((failure) => failure.code)).toEqual(['kubeconfig.none']);
  });
});

describe('programs in a kubeconfig', () => {
  const TOUCHED = (): string => join(folder, 'touched');
  const exec = (): string =>
    `exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ["${TOUCHED()}"], interactiveMode: Never}`;
  const provider = (): string =>
    `auth-provider: {name: gcp, config: {cmd-path: touch, cmd-args: "${TOUCHED()}", expiry: "2000-01-01T00:00:00Z"}}`;

  it('are listed and refused, and never run', async () => {
    const { list, target } = await load(
      file('exec', kubeconfig('exec', { user: exec() })),
      file('provider', kubeconfig('provider', { user: provider() })),
    );
    expect(list.contexts.map(({ credentials, refused }) => [credentials, refused?.code])).toEqual([
      ['exec', 'kubeconfig.exec-refused'],
      ['auth-provider', 'kubeconfig.auth-provider-refused'],
    ]);
    expect(codeOf(() => target('exec'))).toBe('kubeconfig.exec-refused');
    expect(codeOf(() => target('provider'))).toBe('kubeconfig.auth-provider-refused');
    expect(existsSync(TOUCHED())).toBe(false);
  });

  it.each(['as-uid: u', 'as-groups: [a]', 'as-user-extra: {scopes: [view]}'])(
    'is refused that asks to act with %s and as nobody, rather than acting as itself',
    async (user) => {
      const { list, target } = await load(file('half', kubeconfig('half', { user: `token: t, ${user}` })));
      expect(list.contexts[0]?.refused).toMatchObject({
        code: 'kubeconfig.impersonation-refused',
        parameters: { user: 'half' },
      });
      expect(codeOf(() => target('half'))).toBe('kubeconfig.impersonation-refused');
    },
  );

  it('are not in what client-node is given, even if a target were made by hand', async () => {
    const { target } = await load(file('token', kubeconfig('plain', {})));
    const plain = target('plain');
    const user = {
      ...plain.user,
      execCommand: 'touch',
      authProvider: 'gcp',
      exec: { command: 'touch', args: [TOUCHED()] },
    };
    const config = new KubeConfig();
    fillKubeConfig(config, await credentialSource({ ...plain, user }).current(), new AbortController().signal);
    const options: Parameters<KubeConfig['applyToHTTPSOptions']>[0] = {};
    await config.applyToHTTPSOptions(options);
    expect(options.headers).toMatchObject({ authorization: 'Bearer t0ken' });
    expect(config.getUsers()).toEqual([{ name: 'user' }]);
    expect(existsSync(TOUCHED())).toBe(false);
  });

  it('would have run if client-node had been given the file: the test can fail', async () => {
    const config = new KubeConfig();
    config.loadFromFile(file('exec', kubeconfig('exec', { user: exec() })));
    config.setCurrentContext('exec');
    await config.applyToHTTPSOptions({}).catch(() => undefined);
    expect(existsSync(TOUCHED())).toBe(true);
  });
});

describe('a file that changes', () => {
  it('is told, until the signal aborts', async () => {
    const path = file('watched', 'a');
    const over = new AbortController();
    let told = 0;
    const changed = new Promise<void>((resolve) =>
      watchFiles(
        [path],
        () => {
          told += 1;
          resolve();
        },
        over.signal,
        20,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 60));
    file('watched', 'bb');
    await changed;
    over.abort();
    file('watched', 'ccc');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toBe(1);
  });
});
