import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { resolveElectron } from '../../scripts/setup/electron-runtime.mjs';
import { eventually, TEST_CONTEXT, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { makeFolder, type Folder } from '../support/kubeconfig-writer.ts';
import { kindMark, servicesHeading, words } from '../support/pages.ts';
import { confinementOf, listeningSockets, processTree } from '../support/process-tree.ts';

// What only the operating system can tell: open ports, and whether the sandbox really shuts the page in.

/** nobody, nogroup: on every Linux. */
const UNPRIVILEGED = 65_534;

let folder: Folder;
test.beforeEach(async () => {
  test.skip(process.platform !== 'linux', 'it reads /proc');
  folder = await makeFolder();
});
test.afterEach(() => folder.remove());

test('the app listens on no port at all while a cluster is open', async () => {
  const electron = resolveElectron();
  // Not through Playwright, which drives an app by two ports of its own.
  const args = [
    ...electron.args,
    electron.appPath,
    `--user-data-dir=${folder.path}`,
    ...['--kubeconfig', TEST_KUBECONFIG, '-n', 'default', ...(TEST_CONTEXT === '' ? [] : ['--context', TEST_CONTEXT])],
  ];
  const child = spawn(electron.executablePath, args, { stdio: 'ignore' });
  try {
    await eventually(async () => {
      // Written once a page of ours has opened a cluster.
      const settings = await readFile(join(folder.path, 'settings.json'), 'utf8').catch(() => '');
      return settings.includes('lastNamespace') && settings.includes('"default"') ? true : null;
    }, 'the page has opened the cluster');
    const pids = processTree(child.pid ?? 0);
    expect(pids.length).toBeGreaterThan(2);
    expect(listeningSockets(pids)).toEqual([]);
  } finally {
    await end(child);
  }
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

test('as an ordinary user the app runs with Chromium’s sandbox on: the page’s process is shut in, and the app works', async () => {
  test.skip(
    process.getuid?.() !== 0,
    'only root can become another user; a user who is not root runs every suite sandboxed',
  );
  const electron = resolveElectron();
  await chmod(folder.path, 0o700);
  await chown(folder.path, UNPRIVILEGED, UNPRIVILEGED);
  const kubeconfig = await give('kubeconfig', await readFile(TEST_KUBECONFIG, 'utf8'));
  const authority = process.env.XAUTHORITY;
  const display = authority === undefined ? null : await give('xauthority', await readFile(authority));
  const program = await folder.write('as-nobody', asNobody([electron.folder, electron.appPath]), 0o755);
  await chown(program, UNPRIVILEGED, UNPRIVILEGED);
  const app = await _electron.launch({
    executablePath: program,
    chromiumSandbox: true,
    args: [
      electron.appPath,
      `--user-data-dir=${join(folder.path, 'data')}`,
      ...['--kubeconfig', kubeconfig, '-n', 'default', ...(TEST_CONTEXT === '' ? [] : ['--context', TEST_CONTEXT])],
    ],
    env: {
      ...(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >),
      ...(display === null ? {} : { XAUTHORITY: display }),
      HOME: folder.path,
      PROGRAM: electron.executablePath,
      LANGUAGE: 'en',
    },
  });
  try {
    const page = await app.firstWindow();
    await expect(servicesHeading(page)).toBeVisible();
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.live);
    const [browserPid, rendererPid, switches] = await app.evaluate(({ app: self, BrowserWindow }) => [
      process.pid,
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
      ['no-sandbox', 'disable-setuid-sandbox', 'disable-seccomp-filter-sandbox'].filter((name) =>
        self.commandLine.hasSwitch(name),
      ),
    ]);
    expect(switches).toEqual([]);
    const browser = confinementOf(browserPid);
    const renderer = confinementOf(rendererPid);
    expect(browser).toMatchObject({ type: 'browser', uid: UNPRIVILEGED, capabilities: '0000000000000000' });
    expect(renderer).toMatchObject({ type: 'renderer', seccomp: 2, capabilities: '0000000000000000' });
    expect(renderer.userNamespace).not.toBe(browser.userNamespace);
    expect(renderer.networkNamespace).not.toBe(browser.networkNamespace);
  } finally {
    await app.close();
  }
});

async function give(name: string, content: string | Buffer): Promise<string> {
  const file = await folder.write(name, '');
  await writeFile(file, content);
  await chown(file, UNPRIVILEGED, UNPRIVILEGED);
  return file;
}

/**
 * A program that starts $PROGRAM as nobody. What nobody may not reach (a checkout or cache below /root) is put in its
 * place in a mount namespace of the program's own: an empty folder over the first closed one, and in it only what is needed.
 */
function asNobody(needed: readonly string[]): string {
  const bind = needed.map((path, index) => ({ path, hold: `"$hold/${String(index)}"` }));
  return [
    '#!/bin/sh -e',
    'if [ "$1" != inside ]; then exec unshare --mount --propagation private "$0" inside "$@"; fi',
    'shift',
    `may() { setpriv --reuid=${String(UNPRIVILEGED)} --regid=${String(UNPRIVILEGED)} --clear-groups test -x "$1"; }`,
    'hold=$(mktemp -d)',
    'mount -t tmpfs tmpfs "$hold"',
    ...bind.flatMap(({ path, hold }) => [`mkdir ${hold}`, `mount --bind '${path}' ${hold}`]),
    'uncover() { path=/; for part in $(echo "$1" | tr / " "); do path="${path%/}/$part"; if ! may "$path"; then mount -t tmpfs -o mode=755 tmpfs "$path"; return; fi; done; }',
    ...bind.flatMap(({ path, hold }) => [
      `uncover '${dirname(path)}'`,
      `if ! may '${path}'; then mkdir -p '${path}'; mount --bind ${hold} '${path}'; fi`,
    ]),
    `exec setpriv --reuid=${String(UNPRIVILEGED)} --regid=${String(UNPRIVILEGED)} --clear-groups --inh-caps=-all --bounding-set=-all "$PROGRAM" "$@"`,
    '',
  ].join('\n');
}
