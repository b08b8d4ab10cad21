import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '../kube/failure-error.ts';
import { kubeconfigPaths } from '../kube/kubeconfig-paths.ts';
import { type Contexts, watchContexts } from './contexts.ts';

let home = '';
let ends = new AbortController();
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'servicescope-home-'));
  ends = new AbortController();
  vi.stubEnv('HOME', home);
  expect(homedir()).toBe(home);
});
afterEach(() => {
  ends.abort();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

function write(file: string, name: string, user: string): string {
  const path = join(home, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    `clusters: [{name: ${name}, cluster: {server: "https://${name}.example:6443"}}]
users: [{name: ${name}, user: {${user}}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}}}]
current-context: ${name}
`,
  );
  return path;
}
const touched = (): string => join(home, 'touched');
const exec = (): string =>
  `exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ["${touched()}"]}`;
const TOKEN = 'token: t0ken';

/** As the app reads them at its start. */
function contexts(environment: string | undefined): Contexts {
  return watchContexts({
    paths: kubeconfigPaths(null, environment, homedir()),
    training: join(home, 'training', 'kubeconfig'),
    changed: () => undefined,
    signal: ends.signal,
  });
}
const namesOf = async (of: Contexts): Promise<readonly string[]> => (await of.list()).contexts.map(({ name }) => name);

describe.skipIf(process.platform === 'win32')('the kube contexts at a start', () => {
  it.each([undefined, ''])('are those of ~/.kube/config where KUBECONFIG is %j', async (environment) => {
    const path = write('.kube/config', 'mine', TOKEN);
    const { contexts: found, currentContext, files, failures } = await contexts(environment).list();
    expect(found.map(({ name, server }) => [name, server])).toEqual([['mine', 'https://mine.example:6443']]);
    expect({ currentContext, files, failures }).toEqual({ currentContext: 'mine', files: [path], failures: [] });
  });

  it('are those of every file in the list of KUBECONFIG, and not of ~/.kube/config then', async () => {
    write('.kube/config', 'mine', TOKEN);
    const list = [write('a', 'one', TOKEN), join(home, 'missing'), write('b', 'two', TOKEN)].join(delimiter);
    expect(await namesOf(contexts(list))).toEqual(['one', 'two']);
  });

  it('are none where there is no file, and the failure names the one that was looked for', async () => {
    const { contexts: found, failures } = await contexts(undefined).list();
    expect(found).toEqual([]);
    expect(failures).toMatchObject([
      { code: 'kubeconfig.none', parameters: { paths: [join(home, '.kube', 'config')] } },
    ]);
  });

  it('run no program that ~/.kube/config names: such a context is listed, and refused where it is opened', async () => {
    write('.kube/config', 'plugin', exec());
    const started = contexts(undefined);
    const [found] = (await started.list()).contexts;
    expect(found).toMatchObject({ name: 'plugin', refused: { code: 'kubeconfig.exec-refused' } });
    await expect(started.target('plugin')).rejects.toBeInstanceOf(FailureError);
    expect(existsSync(touched())).toBe(false);
  });

  it('are read again when they are asked for, without a restart', async () => {
    write('.kube/config', 'mine', TOKEN);
    const started = contexts(undefined);
    expect(await namesOf(started)).toEqual(['mine']);
    write('.kube/config', 'renamed', TOKEN);
    expect(await namesOf(started)).toEqual(['renamed']);
  });
});
