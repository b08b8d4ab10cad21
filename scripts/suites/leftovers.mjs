import { setTimeout as wait } from 'node:timers/promises';
import { runInCluster } from './cluster.mjs';

/** The garbage collector and a namespace's finalizers take their time. */
const PATIENCE_MS = 90_000;

/** On the namespaces that test/support makes: whose run they belong to. */
const RUN_LABEL = 'servicescope.dev/test-run';

/** @typedef {{ kind: string, metadata: { uid: string, name: string, namespace?: string, labels?: Record<string, string> } }} Found */

/**
 * @param {import('./cluster.mjs').Cluster} cluster @param {string[]} what
 * @returns {Promise<Found[]>}
 */
async function list(cluster, what) {
  const { TEST_KUBECONFIG = '', TEST_CONTEXT = '' } = cluster.env;
  const flags = ['--kubeconfig', TEST_KUBECONFIG, '--context', TEST_CONTEXT, '-o', 'json'];
  const { code, output } = await runInCluster(cluster, ['kubectl', 'get', ...what, ...flags], { output: 'capture' });
  if (code !== 0) throw new Error(`kubectl get ${what.join(' ')}: ${output.slice(0, 500)}`);
  return JSON.parse(output).items;
}

/**
 * What the suites could leave: namespaces, and anything that carries the product's label.
 * @param {import('./cluster.mjs').Cluster} cluster
 */
export async function presentObjects(cluster) {
  const ours = ['jobs,pods,services', '-A', '-l', 'app.kubernetes.io/managed-by=servicescope'];
  return [...(await list(cluster, ['namespaces'])), ...(await list(cluster, ours))];
}

/**
 * What is there now and was not before, and what of it is this run's doing: on a cluster that others use meanwhile, the
 * namespaces that bear its mark; in CI, where nobody else is, everything.
 * @param {Found[]} before @param {Found[]} after @param {{ testRun: string | undefined, alone: boolean }} options
 */
export function addedObjects(before, after, { testRun, alone }) {
  const known = new Set(before.map(({ metadata }) => metadata.uid));
  const added = after.filter(({ metadata }) => !known.has(metadata.uid));
  const isOurs = (/** @type {Found} */ { metadata }) => alone || metadata.labels?.[RUN_LABEL] === testRun;
  const name = (/** @type {Found} */ { kind, metadata }) =>
    [kind, metadata.namespace, metadata.name].filter(Boolean).join('/');
  return { ours: added.filter(isOurs).map(name), others: added.filter((found) => !isOurs(found)).map(name) };
}

/**
 * Waits until nothing of ours is left that was not there before; says what is, when patience ends.
 * @param {import('./cluster.mjs').Cluster} cluster @param {Found[]} before
 */
export async function leftObjects(cluster, before) {
  const options = { testRun: cluster.env.TEST_RUN, alone: Boolean(process.env.CI) };
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const left = addedObjects(before, await presentObjects(cluster), options);
    if (left.ours.length === 0 || Date.now() > end) return left;
    await wait(1000);
  }
}
