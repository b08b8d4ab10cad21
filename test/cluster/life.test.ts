import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dnsServiceAddress, namespaceFile, nodeAddress } from './addresses.mjs';
import { cacheDir, kubeconfigFile, runDir } from './paths.mjs';
import { findStarted } from './processes.mjs';

// The life of the test cluster itself: crashes of its parts and of `up`. Nothing else may use it meanwhile.
const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, 'cluster.mjs');
const TEST_SCRIPT = join(import.meta.dirname, '../../scripts/test.mjs');
const proxy = process.env.TEST_PROXY ?? 'iptables';

const cluster = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [SCRIPT, ...args], { maxBuffer: 16 * 1024 * 1024 })).stdout;
const up = (): Promise<string> => cluster('up', '--proxy', proxy);
const kubectl = (...args: readonly string[]): Promise<string> => cluster('sh', '--', 'kubectl', ...args);

function pidOf(part: string): number {
  const pids = findStarted().filter((one) => one.part === part && !one.command[0]?.includes('containerd-shim'));
  expect(
    pids.map(({ pid }) => pid),
    part,
  ).toHaveLength(1);
  return pids[0]?.pid ?? 0;
}

/** By its name, as a Pod would ask. */
async function dnsAnswers(): Promise<string> {
  const script = `const r = new (require('node:dns').promises.Resolver)();
r.setServers(['${dnsServiceAddress}']);
r.resolve4('kubernetes.default.svc.cluster.local').then((all) => console.log(all.join()));`;
  return (await cluster('sh', '--', process.execPath, '-e', script)).trim();
}

async function expectUsable(): Promise<void> {
  await cluster('status');
  expect(await kubectl('get', 'nodes', '--no-headers')).toMatch(/\sReady\s/);
  expect(await dnsAnswers()).toBe('10.96.0.1');
}

const CHECKOUT = join(import.meta.dirname, '../..');
/** What lies in the repository where the cluster's files would be, were they kept there. */
const inCheckout = (): readonly string[] => [
  ...readdirSync(CHECKOUT),
  ...readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }),
];
const atFirst = inCheckout();

describe('the test cluster', () => {
  it('is a Kubernetes 1.34 with CoreDNS', async () => {
    expect(JSON.parse(await kubectl('version', '-o', 'json'))).toMatchObject({
      clientVersion: { major: '1', minor: '34' },
      serverVersion: { major: '1', minor: '34' },
    });
    const dns = await kubectl(
      'get',
      'pods',
      '-n',
      'kube-system',
      '-l',
      'k8s-app=kube-dns',
      '-o',
      'wide',
      '--no-headers',
    );
    expect(dns).toMatch(/^coredns\S*\s+1\/1\s+Running/);
    await expectUsable();
  });

  it('runs in a network namespace of its own, which alone has its address', async () => {
    const started = findStarted();
    expect(new Set(started.map(({ part }) => part))).toContain('kube-apiserver');
    const its = `net:[${String(statSync(namespaceFile).ino)}]`;
    expect(its).not.toBe(readlinkSync('/proc/self/ns/net'));
    expect(started.filter(({ pid }) => readlinkSync(`/proc/${String(pid)}/ns/net`) !== its)).toEqual([]);
    const version = `https://${nodeAddress}:6443/version`;
    expect(await cluster('sh', '--', 'curl', '-sk', '--noproxy', '*', '--max-time', '5', version)).toContain(
      '"gitVersion"',
    );
    // Asked from outside, the address would be somebody else's, so nobody is asked: here no interface has it.
    const here = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    expect(here.map(({ address }) => address)).not.toContain(nodeAddress);
  });

  it('keeps all it has outside the repository', () => {
    expect(relative(CHECKOUT, cacheDir)).toMatch(/^\.\./);
    expect(inCheckout()).toEqual(atFirst);
    const command = findStarted().find(({ part }) => part === 'kube-apiserver')?.command ?? [];
    expect(command[0]).toContain(`${cacheDir}/`);
    expect(command.filter((argument) => argument.includes(CHECKOUT))).toEqual([]);
  });

  it.each(['etcd', 'containerd'])('comes back when its %s was killed, with all that was in it', async (part) => {
    await kubectl('create', 'configmap', `before-${part}`, '-n', 'default');
    const before = pidOf(part);
    process.kill(before, 'SIGKILL');
    await up();
    expect(pidOf(part)).not.toBe(before);
    await expectUsable();
    expect(await kubectl('get', 'configmap', `before-${part}`, '-n', 'default', '-o', 'name')).toContain(part);
    await kubectl('delete', 'configmap', `before-${part}`, '-n', 'default');
  });

  it('leaves nothing when it is down, and says so', async () => {
    expect(await cluster('down')).toContain('The cluster is down.');
    expect(findStarted()).toEqual([]);
    expect([existsSync(runDir), existsSync(namespaceFile)]).toEqual([false, false]);
    expect((await run('ip', ['netns', 'list'])).stdout).not.toContain('servicescope');
    expect(await cluster('down')).toContain('was not up');
    await expect(cluster('status')).rejects.toMatchObject({ code: 1 });
  });

  it('comes up after an up that was killed half-way', async () => {
    const child = spawn(process.execPath, [SCRIPT, 'up', '--proxy', proxy], { stdio: 'ignore', detached: true });
    const begun = (): boolean => findStarted().some(({ part }) => part === 'kube-apiserver');
    for (let tries = 0; !begun() && tries < 600; tries++) await sleep(50);
    expect(begun()).toBe(true);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    expect(await up()).toContain('The cluster is up');
    await expectUsable();
  });

  it('serves as the cluster that somebody gives to npm test, and is left as it was', async () => {
    const env = { ...process.env, TEST_KUBECONFIG: kubeconfigFile, TEST_CONTEXT: 'servicescope', TEST_CLUSTER: '' };
    const { stdout } = await run(
      process.execPath,
      [SCRIPT, 'sh', '--', process.execPath, TEST_SCRIPT, 'real', 'focus-watch'],
      {
        env,
      },
    );
    expect(stdout).toContain('the suites left nothing in the cluster');
    // The file on that cluster and on the training cluster, and that nothing was left.
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^3 passed, 0 failed, 0 skipped$/);
    // Without the images it is said at once, and not by test after test.
    const without = { env: { ...env, TEST_ECHO_IMAGE: 'servicescope.test/none:1' } };
    const refused = run(process.execPath, [SCRIPT, 'sh', '--', process.execPath, TEST_SCRIPT, 'real'], without);
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The cluster cannot have the image servicescope.test/none:1') as string,
      stdout: expect.stringMatching(/0 passed, 1 failed, 0 skipped\n$/) as string,
    });
  });
});
