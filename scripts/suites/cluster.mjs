import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../places.mjs';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-process.mjs';
import { chooseTarget } from './target.mjs';

/** Marks the namespaces this run makes, so that it can tell its own from others'. */
const TEST_RUN = randomUUID();
const CLUSTER = join(ROOT, 'test', 'cluster', 'cluster.mjs');

/**
 * A cluster that is there: how a command is run so that it reaches it, and what it is told.
 * `fresh`: it was brought up for this run.
 * @typedef {{ own: boolean, fresh: boolean, command: (command: string[]) => string[], env: NodeJS.ProcessEnv }} Cluster
 */

/** @param {string} program */
const onPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

export const targetHere = () =>
  chooseTarget({
    kubeconfig: process.env.TEST_KUBECONFIG,
    context: process.env.TEST_CONTEXT,
    linux: process.platform === 'linux',
    root: process.getuid?.() === 0,
    go: onPath('go'),
    ci: Boolean(process.env.CI),
  });

/** @param {string[]} args */
const clusterCommand = (args) => run(process.execPath, [CLUSTER, ...args], { cwd: ROOT, output: 'capture' });

/** @param {string | null} proxy kube-proxy's mode; null keeps the one it has */
export async function bringUp(proxy) {
  const mode = proxy === null ? [] : ['--proxy', proxy];
  const { code } = await run(process.execPath, [CLUSTER, 'up', ...mode], { cwd: ROOT });
  if (code !== 0) throw new Refusal('The test cluster did not come up: see the lines above.', 1);
}

/** Where the own cluster's kubeconfig lies: it says so itself. */
async function ownKubeconfig() {
  const { output } = await clusterCommand(['env']);
  const kubeconfig = /^export KUBECONFIG='?([^'\n]+)/m.exec(output)?.[1];
  if (kubeconfig === undefined) throw new Refusal(`The test cluster does not tell its kubeconfig:\n${output}`, 1);
  return kubeconfig;
}

/**
 * Brings the test cluster up, or takes the one that is given, for the length of some work.
 * @template T
 * @param {Exclude<import('./target.mjs').Target, { kind: 'none' }>} target
 * @param {string | null} proxy kube-proxy's mode in a cluster of our own
 * @param {(cluster: Cluster) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withCluster(target, proxy, work) {
  if (target.kind === 'given') {
    const { TEST_KUBECTL: kubectl } = process.env;
    if (!kubectl && !onPath('kubectl')) throw new Refusal('The suites need kubectl on the PATH.');
    const env = {
      ...process.env,
      ...(kubectl ? kubectlFirst(kubectl) : {}),
      TEST_RUN,
      TEST_GIVEN: '1',
      TEST_KUBECONFIG: target.kubeconfig,
      TEST_CONTEXT: target.context,
    };
    return work({ own: false, fresh: false, command: (command) => command, env });
  }
  const wasUp = (await clusterCommand(['status'])).code === 0;
  await bringUp(proxy);
  const env = {
    ...process.env,
    TEST_RUN,
    TEST_CLUSTER: 'own',
    TEST_KUBECONFIG: await ownKubeconfig(),
    TEST_CONTEXT: 'servicescope',
  };
  try {
    return await work({
      own: true,
      fresh: !wasUp,
      command: (command) => [process.execPath, CLUSTER, 'sh', '--', ...command],
      env,
    });
  } finally {
    if (!wasUp && process.env.CI) await run(process.execPath, [CLUSTER, 'down'], { cwd: ROOT });
  }
}

/** An environment in which `kubectl` is this one. @param {string} path */
export const kubectlFirst = (path) => ({
  TEST_KUBECTL: path,
  PATH: [dirname(path), process.env.PATH ?? ''].join(delimiter),
});

/** Builds kubectl as of the oldest version that users may have, and says where it is. */
export async function oldestKubectl() {
  const { code, output } = await clusterCommand(['kubectl-oldest']);
  const path = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !existsSync(path)) throw new Refusal(`The oldest kubectl could not be built:\n${output}`, 1);
  return path;
}

/**
 * Runs a command where it reaches the cluster.
 * @param {Cluster} cluster @param {string[]} command @param {import('../run-process.mjs').RunOptions} [options]
 */
export function runInCluster(cluster, command, options = {}) {
  const [program = '', ...args] = cluster.command(command);
  return run(program, args, { cwd: ROOT, ...options, env: { ...cluster.env, ...options.env } });
}
