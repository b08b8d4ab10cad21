import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { eventually, TEST_CONTEXT, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { makeFolder } from '../support/kubeconfig-writer.ts';
import { processTree } from '../support/process-tree.ts';

const ROOT = join(import.meta.dirname, '../..');

test('npm start with a mistyped --readonly opens no window, says so in one line and exits 2', async () => {
  const child = spawn('npm', ['start', '--silent', '--', '--read-only', '--kubeconfig', TEST_KUBECONFIG], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(said).toContain(en.failures['launch.unknown-option']({ option: '--read-only', known: ['x'] }).what);
  expect(code).toBe(2);
});

// The first start is what every clean clone does before its first test: the same set-up. This is the second.
test('npm start, once all is there, does none of the set-up again and opens the window on the kube context', async () => {
  test.skip(process.platform !== 'linux', 'it reads /proc');
  const folder = await makeFolder();
  const context = TEST_CONTEXT === '' ? [] : ['--context', TEST_CONTEXT];
  const wishes = ['--kubeconfig', TEST_KUBECONFIG, ...context, '-n', 'default', `--user-data-dir=${folder.path}`];
  const child = spawn('npm', ['start', '--', ...wishes], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    await eventually(async () => {
      // Written once a page of ours has opened a cluster.
      const settings = await readFile(join(folder.path, 'settings.json'), 'utf8').catch(() => '');
      return settings.includes('lastNamespace') ? true : null;
    }, `the window has opened the cluster; npm start said: ${said}`);
    // Electron's installer, where its host can't be reached, says so once a day.
    const steps = said.split('\n').filter((line) => line.startsWith('set-up:') && !line.includes('WARNING'));
    expect(steps).toEqual([expect.stringMatching(/^set-up: nothing to do \(/)]);
  } finally {
    for (const pid of [...processTree(child.pid ?? 0)].reverse()) {
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        // It ended with its parent.
      }
    }
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
    await folder.remove();
  }
});
