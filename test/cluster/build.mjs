// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { binariesDir, sourceDir } from './paths.mjs';
import { attempt } from './run-command.mjs';

/**
 * A Go module of ours and what to build of it.
 * @typedef {object} Module
 * @property {string} folder below this one
 * @property {string} what for the progress line
 * @property {string} firstTime how long the first build takes on 2 cores
 * @property {string} target `tool` builds every line of go.mod's tool directive, `.` our own program
 * @property {string[]} [linkerFlags]
 */

/**
 * Without these a program says v0.0.0-master, which clients take for a very old one.
 * @param {string} minor @param {string} patch @param {string} buildDate
 */
const versionFlags = (minor, patch, buildDate) =>
  [
    `gitVersion=v1.${minor}.${patch}`,
    'gitMajor=1',
    `gitMinor=${minor}`,
    'gitTreeState=clean',
    `buildDate=${buildDate}`,
  ].map((setting) => `-X k8s.io/component-base/version.${setting}`);

/** @type {Record<'kubernetes' | 'etcd' | 'coredns' | 'kwok' | 'certificates' | 'registry' | 'echo' | 'podinfo' | 'pause' | 'oldestKubectl', Module>} */
export const modules = {
  kubernetes: {
    folder: 'go/kubernetes',
    what: 'Kubernetes 1.34.4 (kube-apiserver, kubelet, kubectl and 4 more)',
    firstTime: '9 minutes',
    target: 'tool',
    linkerFlags: versionFlags('34', '4', '2026-02-10T00:00:00Z'),
  },
  etcd: { folder: 'go/etcd', what: 'etcd 3.6.5', firstTime: '1 minute', target: 'tool' },
  coredns: { folder: 'go/coredns', what: 'CoreDNS 1.12.4', firstTime: '2 minutes', target: '.' },
  kwok: { folder: 'go/kwok', what: 'kwok 0.7.0', firstTime: '5 minutes', target: 'tool' },
  certificates: { folder: 'go/certificates', what: 'the certificate maker', firstTime: '10 seconds', target: '.' },
  registry: { folder: 'go/registry', what: 'the image registry', firstTime: '10 seconds', target: '.' },
  echo: { folder: 'images/echo', what: 'the echo server', firstTime: '10 seconds', target: '.' },
  podinfo: { folder: 'images/podinfo', what: 'the podinfo server', firstTime: '10 seconds', target: '.' },
  pause: { folder: 'images/pause', what: 'the pause program', firstTime: '10 seconds', target: '.' },
  oldestKubectl: {
    folder: 'go/kubectl-oldest',
    what: 'kubectl 1.31.4, the oldest that the training cluster is for',
    firstTime: '1 minute',
    target: '.',
    linkerFlags: versionFlags('31', '4', '2024-12-10T00:00:00Z'),
  },
};

/** @param {Module} module */
function goFlags(module) {
  return ['-trimpath', '-buildvcs=false', '-ldflags', ['-s', '-w', ...(module.linkerFlags ?? [])].join(' ')];
}

/**
 * What makes a build faster by a fifth and what its program does no different, so that it is no part of the key below: nobody
 * writes what the linker strips (`-s -w`), and the compiler, which lives for seconds, collects its garbage later while there
 * is room.
 */
const quicker = { flags: ['-gcflags=all=-dwarf=false'], env: { GOGC: '400', GOMEMLIMIT: '1GiB' } };

const env = { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', ...quicker.env };

/**
 * Tests of a program of ours, by what was compiled for it and the others: with other flags Go's own library would be compiled
 * once more.
 */
export const goTest = { args: ['test', '-trimpath', ...quicker.flags, './...'], env };

/** Names the result by all that what it does hangs on: our sources, the locked modules, the flags. @param {Module} module */
function keyOf(module) {
  const folder = join(sourceDir, module.folder);
  const hash = createHash('sha256').update(JSON.stringify([module.target, goFlags(module)]));
  for (const file of readdirSync(folder).sort()) {
    if (/(\.go|go\.mod|go\.sum)$/.test(file) && !file.endsWith('_test.go'))
      hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The folder where the programs of a module lie, or will. @param {Module} module */
export function binariesOf(module) {
  return join(binariesDir, `${module.folder.replace('/', '-')}-${keyOf(module)}`);
}

/** @param {Module} module */
async function build(module) {
  const output = binariesOf(module);
  const partial = `${output}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  console.error(`building ${module.what} … (first time, about ${module.firstTime})`);
  const beat = setInterval(() => console.error(`  still building ${module.what}: ${seconds()} s`), 30_000);
  const { code, stderr } = await attempt(
    'go',
    ['build', ...goFlags(module), ...quicker.flags, '-o', `${partial}/`, module.target],
    {
      cwd: join(sourceDir, module.folder),
      env,
    },
  );
  clearInterval(beat);
  if (code !== 0) throw new Failure(`Could not build ${module.what}:\n${stderr.trim().slice(-3000)}`);
  renameSync(partial, output);
  console.error(`  built in ${seconds()} s`);
}

/** Builds what is not in the cache yet. @param {Module} module */
export async function ensureBuilt(module) {
  if (!existsSync(binariesOf(module))) await build(module);
}

/** Removes what older versions of this folder built more than a week ago, as each takes up to 500 MB. */
export function forgetOldBuilds() {
  const current = new Set(Object.values(modules).map(binariesOf));
  const weekAgo = Date.now() - 7 * 24 * 3600 * 1000;
  for (const name of readdirSync(binariesDir)) {
    const folder = join(binariesDir, name);
    if (!current.has(folder) && statSync(folder).mtimeMs < weekAgo) rmSync(folder, { recursive: true, force: true });
  }
}
