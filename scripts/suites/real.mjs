import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CHECKOUT_CACHE, ROOT, packageProgram } from '../places.mjs';
import { run } from '../run-process.mjs';
import { screen } from '../setup/display.mjs';
import { bringUp, kubectlFirst, oldestKubectl, runInCluster, targetHere, withCluster } from './cluster.mjs';
import { playwrightFiles, runWithSecondTry, vitestFiles } from './again.mjs';
import { countPlaywright, countVitest, sum } from './counts.mjs';
import { demoFolderFaults } from './demo-files.mjs';
import { demoTableFaults } from './demo-tables.mjs';
import { readReport } from './report.mjs';
import { requireImages } from './require-images.mjs';
import { leftObjects, presentObjects } from './leftovers.mjs';
import { leftOutCounts } from './target.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts @typedef {import('./cluster.mjs').Cluster} Cluster */

const REPORTS = join(CHECKOUT_CACHE, 'reports');
/** Tests that must hold in both of kube-proxy's modes say so in their title; the cluster starts in the first. */
const BOTH_PROXIES = '@both-proxies';
const PROXY_MODES = /** @type {const} */ (['iptables', 'nftables']);

/**
 * What needs no right, no process and no kube-proxy to look at: what the app is told in a shape that no cluster sends, a focused
 * watch, processes in a container, and a run of the traffic test with its clean-up.
 */
const ON_TRAINING = ['fault-shapes', 'focus-watch', 'kube-exec', 'traffic-run'].map(
  (name) => `test/real/${name}.test.ts`,
);

/** What a learner types, by kubectl itself. */
const BY_KUBECTL = ['training-kubectl', 'training-evening', 'training-terminal', 'training-course'].map(
  (name) => `test/real/${name}.test.ts`,
);

const IN_CI = Boolean(process.env.CI);
const NONE = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} name */
function freshReport(name) {
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  return { file, read: () => readReport(file) };
}

/**
 * A project of vitest; `patience`: how many of its files at a time; `name`: of its report.
 * @param {{ project: string, patience: number, filters: string[], runner: typeof run, name?: string }} suite
 */
function runVitest({ project, patience, filters, runner, name = project }) {
  const vitest = packageProgram('vitest', 'vitest.mjs');
  /** @param {string[]} only */
  const runOnce = async (only) => {
    const report = freshReport(name);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report.file}`];
    const options = ['--project', project, '--maxWorkers', String(only.length > 0 ? 1 : patience), ...reporters];
    const chosen = only.length > 0 ? only : filters;
    const { code } = await runner(process.execPath, [vitest, 'run', ...options, ...chosen], { cwd: ROOT });
    return { report: report.read(), failed: code !== 0 };
  };
  return runWithSecondTry({ files: vitestFiles, count: countVitest, run: runOnce });
}

/**
 * Suites of Node.js alone against the API server.
 * @param {Cluster} cluster @param {string[]} filters
 */
function runNodeSuites(cluster, filters) {
  /** @type {typeof run} */
  const runner = (program, args, options) => runInCluster(cluster, [program, ...args], options);
  // More files at a time than cores: they wait for the cluster.
  return runVitest({ project: 'real', patience: 4, filters, runner });
}

/**
 * @param {Cluster} cluster @param {boolean} ci @param {string} what @param {(line: string) => void} tell
 * @returns {Counts}
 */
function leaveOut({ own }, ci, what, tell) {
  const counts = leftOutCounts({ own, ci });
  tell(`${counts === 'failed' ? '✗' : '–'} ${what}`);
  return { ...NONE, [counts]: 1 };
}

/**
 * The life of the test cluster itself: killed, half up, down. Somebody's own, that was up before, is left alone.
 * @param {Cluster} cluster
 * @returns {Promise<Counts>}
 */
export async function runClusterSuite(cluster, ci = IN_CI, tell = console.log) {
  if (!cluster.own)
    return leaveOut(cluster, ci, 'crashes of the test cluster were not tested: this one was given', tell);
  if (cluster.fresh) return runVitest({ project: 'cluster', patience: 1, filters: [], runner: run });
  const remedy = '"npm run cluster:down" first';
  return leaveOut(cluster, ci, `crashes of the test cluster were not tested, it was up before: ${remedy}`, tell);
}

/** @param {string} file as a report names it @returns {string} the pattern that means just this file */
const playwrightPattern = (file) => `/${basename(file).replaceAll('.', String.raw`\.`)}$`;

/** @param {string[]} args filters, then options @returns {string[]} the options */
const optionsOf = (args) => {
  const first = args.findIndex((arg) => arg.startsWith('--'));
  return first === -1 ? [] : args.slice(first);
};

/** @param {string[]} projects @param {string[]} args */
const playwright = (projects, ...args) => [
  process.execPath,
  packageProgram('@playwright/test', 'cli.js'),
  ...['test', ...projects.flatMap((project) => ['--project', project]), ...args],
];

/**
 * The built app, driven by Playwright, on a virtual screen where there is no real one.
 * @typedef {{ projects: string[], args: string[], env?: NodeJS.ProcessEnv, launcher?: string[] }} PlaywrightRun
 * @param {Cluster} cluster @param {PlaywrightRun} options `launcher`: what runs Playwright and gives it another cluster
 */
export function runPlaywright(cluster, { projects, args, env = {}, launcher = [] }) {
  /** @param {string[]} only */
  const run = async (only) => {
    const report = freshReport(projects.join('-'));
    const chosen = only.length > 0 ? ['--workers', '1', ...only.map(playwrightPattern), ...optionsOf(args)] : args;
    const command = [...launcher, ...screen(), ...playwright(projects, '--reporter', 'list,json', ...chosen)];
    const { code } = await runInCluster(cluster, command, {
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report.file, ...env },
    });
    return { report: report.read(), failed: code !== 0 };
  };
  return runWithSecondTry({ files: playwrightFiles, count: countPlaywright, run });
}

/**
 * Whether there is a test to run: with a filter there may be none; without one there is, or a mark was lost.
 * @param {Cluster} cluster @param {string} project @param {string[]} args
 */
async function anyTest(cluster, project, args) {
  return (await runInCluster(cluster, playwright([project], '--list', ...args), { output: 'capture' })).code === 0;
}

/**
 * What must hold in both of kube-proxy's modes, once more in the second.
 * @param {Cluster} cluster @param {string[]} filters
 * @returns {Promise<Counts>}
 */
async function runInSecondMode(cluster, filters) {
  const [first, second] = PROXY_MODES;
  if (!cluster.own) return NONE;
  const both = [...filters, '--grep', BOTH_PROXIES];
  if (!(await anyTest(cluster, 'e2e', both))) return filters.length > 0 ? NONE : { ...NONE, failed: 1 };
  await bringUp(second);
  try {
    return await runPlaywright(cluster, { projects: ['e2e'], args: both, env: { TEST_PROXY: second } });
  } finally {
    await bringUp(first);
  }
}

const onTraining = [process.execPath, join(ROOT, 'scripts', 'suites', 'on-training.mjs')];

/**
 * The window on a training cluster, and `npm run demo`.
 * @param {Cluster} cluster where kubectl is @param {string[]} filters
 * @returns {Promise<Counts>}
 */
async function runOnTraining(cluster, filters) {
  const project = 'e2e-training';
  if (filters.length > 0 && !(await anyTest(cluster, project, filters))) return NONE;
  const env = { TEST_PROXY: '' };
  const counts = await runPlaywright(cluster, { projects: [project], args: filters, env, launcher: onTraining });
  return filters.length > 0 ? counts : sum([counts, await runDemo()]);
}

/**
 * Suites of Node.js alone that hold on a training cluster as on a real one.
 * @param {Cluster} cluster where kubectl is @param {string[]} filters
 * @returns {Promise<Counts>}
 */
async function runNodeSuitesOnTraining(cluster, filters) {
  const chosen = ON_TRAINING.filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  if (chosen.length === 0) return NONE;
  /** @type {typeof run} */
  const runner = (program, args, options) => runInCluster(cluster, [...onTraining, program, ...args], options);
  return runVitest({ project: 'real', patience: 1, filters: chosen, runner, name: 'real-on-training' });
}

/** @returns {Promise<Counts>} one test: what it promises it judges itself, what it leaves and prints is looked at here */
async function runDemo() {
  const demo = [join(ROOT, 'scripts', 'demo.mjs')];
  const { code, output } = await run(process.execPath, demo, { cwd: ROOT, output: 'capture' });
  console.log(output.trimEnd());
  const whole = () => [...demoFolderFaults(join(ROOT, 'out', 'demo')), ...demoTableFaults(output)];
  const faults = code === 0 ? whole() : [`it ended with ${code}`];
  const good = faults.length === 0;
  console.log([`${good ? '✓' : '✗'} npm run demo`, ...faults].join('\n    '));
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

/**
 * Nothing may be left, on whatever cluster: one test more.
 * @param {Cluster} cluster @param {Awaited<ReturnType<typeof presentObjects>>} before
 * @returns {Promise<Counts>}
 */
async function countLeftovers(cluster, before) {
  const { ours, others } = await leftObjects(cluster, before);
  const list = (/** @type {string[]} */ names) => names.map((name) => `\n    ${name}`).join('');
  if (others.length > 0) console.log(`– new in the cluster, but not made by these suites:${list(others)}`);
  if (ours.length === 0) {
    console.log('✓ the suites left nothing in the cluster');
    return { passed: 1, failed: 0, skipped: 0 };
  }
  console.log(`✗ the suites left in the cluster:${list(ours)}`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/**
 * The suites that type kubectl's commands, by the oldest kubectl that users may have.
 * @param {Cluster} cluster
 * @returns {Promise<Counts>}
 */
async function runWithOldestKubectl(cluster) {
  const env = kubectlFirst(await oldestKubectl());
  /** @type {typeof run} */
  const runner = (program, args, options) => runInCluster(cluster, [program, ...args], { ...options, env });
  return runVitest({ project: 'real', patience: 4, filters: BY_KUBECTL, runner, name: 'real-oldest-kubectl' });
}

/**
 * @param {Cluster} cluster
 * @returns {Promise<Counts>}
 */
export async function runOldestKubectlSuite(cluster, ci = IN_CI, tell = console.log) {
  if (cluster.own) return runWithOldestKubectl(cluster);
  // There may be no Go to build it with.
  return leaveOut(cluster, ci, 'the oldest kubectl was not tested: ask for it by "npm test -- kubectl-oldest"', tell);
}

/** @returns {Promise<Counts>} */
export async function runOldestKubectl() {
  const target = targetHere();
  if (target.kind === 'none') return didNotRun(target, 1);
  return withCluster(target, null, async (cluster) => {
    const before = await presentObjects(cluster);
    return sum([await runWithOldestKubectl(cluster), await countLeftovers(cluster, before)]);
  });
}

/** @param {Extract<import('./target.mjs').Target, { kind: 'none' }>} target @param {number} suites @returns {Counts} */
function didNotRun({ counts, reason }, suites) {
  console.log(`${counts === 'failed' ? '✗' : '–'} suites on a real cluster did not run: ${reason}`);
  return { ...NONE, [counts]: suites };
}

/**
 * What mostly waits for a training cluster of its own, and beside it what types kubectl's commands. Neither ends because the
 * other failed: the cluster is taken down after both.
 * @param {Cluster} cluster @param {boolean} all @param {string[]} filters
 * @returns {Promise<Counts[]>}
 */
async function sideBySide(cluster, all, filters) {
  if (!all) return [await runNodeSuitesOnTraining(cluster, filters)];
  // Built before, so that a compiler is in nobody's way.
  if (cluster.own) await oldestKubectl();
  const ended = await Promise.allSettled([runNodeSuitesOnTraining(cluster, filters), runOldestKubectlSuite(cluster)]);
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

/**
 * @param {{ suites: ('real' | 'e2e' | 'screenshots')[], filters: string[] }} wishes
 * @returns {Promise<Counts>}
 */
export async function runRealSuites({ suites, filters }) {
  const target = targetHere();
  if (target.kind === 'none') return didNotRun(target, suites.length);
  return withCluster(target, PROXY_MODES[0], async (cluster) => {
    if (!cluster.own) await requireImages(cluster);
    const all = suites.length > 1 && filters.length === 0;
    const counts = all ? [await runClusterSuite(cluster)] : [];
    const before = await presentObjects(cluster);
    const projects = suites.filter((suite) => suite !== 'real');
    const env = cluster.own ? { TEST_PROXY: PROXY_MODES[0] } : {};
    // On one cluster one after the other: an app that runs sweeps what another suite has let expire.
    if (suites.includes('real')) {
      counts.push(await runNodeSuites(cluster, filters));
      counts.push(...(await sideBySide(cluster, all, filters)));
    }
    // The pictures are made as by `npm run screenshots`, but not kept: what is asserted about them is the test.
    if (projects.length > 0) counts.push(await runPlaywright(cluster, { projects, args: filters, env }));
    if (suites.includes('e2e')) {
      counts.push(await runInSecondMode(cluster, filters));
      counts.push(await runOnTraining(cluster, filters));
    }
    counts.push(await countLeftovers(cluster, before));
    return sum(counts);
  });
}
