import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// `npm run training-cluster`, as far as it is ours: what npm prints before it is npm's.
const SCRIPT = new URL('../../scripts/training-cluster.mjs', import.meta.url).pathname;
/** It builds the app where its sources changed. */
const START_MS = 300_000;

let command: ChildProcess;
let printed = '';

beforeAll(async () => {
  const env = { ...process.env, HOST_SECRET: 'hunter2', AWS_PROFILE: 'mine' };
  command = spawn(process.execPath, [SCRIPT, '--scenario', 'none'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    command.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('\n')) resolve();
    });
    command.once('exit', (code) => reject(new Error(`it ended with ${String(code)}`)));
  });
}, START_MS);

afterAll(() => {
  command.kill('SIGKILL');
});

describe.runIf(process.platform === 'linux')('npm run training-cluster', () => {
  it('prints the line for kubectl first, and nothing else', () => {
    expect(printed).toMatch(/^export KUBECONFIG=\/[^\s']+\/kubeconfig\n$/);
  });

  it('runs with an empty environment', () => {
    const pid = String(command.pid);
    const [child = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    expect(readFileSync(`/proc/${child}/cmdline`, 'utf8')).toContain('training/main.js');
    expect(readFileSync(`/proc/${child}/environ`, 'utf8')).toBe('');
  });

  it('takes its kubeconfig and its folder away at SIGINT', async () => {
    const kubeconfig = printed.trim().replace('export KUBECONFIG=', '');
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(kubeconfig)).mode & 0o777).toBe(0o700);
    const ended = new Promise((resolve) => command.once('exit', resolve));
    command.kill('SIGINT');
    await expect.poll(() => existsSync(dirname(kubeconfig)), { timeout: 10_000 }).toBe(false);
    expect(await ended, 'as a shell tells of Ctrl-C').toBe(130);
  });
});
