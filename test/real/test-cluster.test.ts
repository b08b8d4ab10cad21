import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { goTest } from '../cluster/build.mjs';
import { OWN_CLUSTER } from '../support/kubectl.ts';

const run = promisify(execFile);
const FOLDER = join(import.meta.dirname, '../cluster');

async function cluster(command: 'up' | 'status', ...args: readonly string[]): Promise<string> {
  return (await run(process.execPath, [join(FOLDER, 'cluster.mjs'), command, ...args])).stdout;
}

/** Part of the cluster -> its process. */
async function parts(): Promise<Readonly<Record<string, number>>> {
  const lines = (await cluster('status')).split('\n').map((line) => /^(\S+)\s+(\d+)\s+ready$/.exec(line));
  const found = lines.flatMap((line): [string, number][] => (line === null ? [] : [[line[1] ?? '', Number(line[2])]]));
  return Object.fromEntries(found);
}

describe.runIf(OWN_CLUSTER)('the test cluster', () => {
  it('is not started again by a second up, and what crashed of it is', async () => {
    const before = await parts();
    expect(Object.keys(before)).toContain('kube-scheduler');
    const proxy = process.env.TEST_PROXY ?? 'iptables';
    await cluster('up', '--proxy', proxy);
    expect(await parts()).toEqual(before);

    const { 'kube-scheduler': victim = 0, ...others } = before;
    process.kill(victim, 'SIGKILL');
    await cluster('up', '--proxy', proxy);
    const { 'kube-scheduler': again, ...same } = await parts();
    expect(again).toBeGreaterThan(0);
    expect(again).not.toBe(victim);
    expect(same).toEqual(others);
  });

  it('has an echo image that keeps its own promises', { timeout: 600_000 }, async () => {
    const { stdout } = await run('go', goTest.args, {
      cwd: join(FOLDER, 'images/echo'),
      env: { ...process.env, ...goTest.env },
    });
    expect(stdout).toMatch(/^ok\s/m);
  });
});
