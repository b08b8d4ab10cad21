// @ts-check
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { logsDir, runDir } from './paths.mjs';
import { entering } from './run-command.mjs';

/**
 * A process of the cluster: what to run, and how to see that it works.
 * @typedef {object} Part
 * @property {string} name
 * @property {string[]} command program and arguments: where the running process's differ, it is started again
 * @property {() => Promise<boolean>} isReady
 * @property {boolean} [ownedByStarter] the kernel kills it when the process that started it has ended, in whatever way
 *
 * A process as the kernel tells of it.
 * @typedef {object} Started
 * @property {number} pid
 * @property {string} part
 * @property {string[]} command
 * @property {string} startTime in clock ticks since boot; with the pid it names one process for ever
 */

// There are no pid files, so none can be stale: a process is ours when its environment says so.
const ownerVariable = 'SERVICESCOPE_CLUSTER_RUN';
const partVariable = 'SERVICESCOPE_CLUSTER_PART';

/** @param {number} pid @param {string} file */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}

function allPids() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Fields of /proc/PID/stat from the third on: the second, the program's name, may itself hold spaces and brackets. */
function statFields(/** @type {number} */ pid) {
  const stat = readProc(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** @param {number} pid @returns {{ owner: string, started: Started } | undefined} */
function inspect(pid) {
  const environment = readProc(pid, 'environ');
  if (!environment.includes(ownerVariable)) return undefined;
  const variables = new Map(
    environment.split('\0').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const fields = statFields(pid);
  const owner = variables.get(ownerVariable);
  if (owner === undefined || fields[0] === 'Z') return undefined;
  const command = readProc(pid, 'cmdline').split('\0').slice(0, -1);
  return { owner, started: { pid, part: variables.get(partVariable) ?? '', command, startTime: fields[19] ?? '' } };
}

/** What this script started for this cache folder, and what inherited the mark from it (containerd's shims). */
export function findStarted() {
  const found = [];
  for (const pid of allPids()) {
    const seen = inspect(pid);
    if (seen?.owner === runDir) found.push(seen.started);
  }
  return found;
}

/** The namespace and the control group have one name: a cluster that another cache folder started must not be touched. */
export function refuseOtherClusters() {
  const other = allPids()
    .map((pid) => inspect(pid)?.owner)
    .find((owner) => owner !== undefined && owner !== runDir);
  if (other !== undefined)
    throw new Failure(`The cluster of another cache folder is up (${other}): take that down first.`);
}

/**
 * The running process of a part, perhaps of an older build or with older arguments. What it spawned is another program.
 * @param {Part} part
 * @param {Started[]} [started]
 */
export function findPart(part, started = findStarted()) {
  const program = basename(part.command[0] ?? '');
  return started.find((one) => one.part === part.name && basename(one.command[0] ?? '') === program);
}

/** A process that carries no mark, by its pid. @param {number} pid @returns {Started} */
export function processOf(pid) {
  return { pid, part: '', command: [], startTime: statFields(pid)[19] ?? '' };
}

/** @param {Started} one */
function isAlive(one) {
  const fields = statFields(one.pid);
  return fields[19] === one.startTime && fields[0] !== 'Z';
}

/** @param {Started} one @param {NodeJS.Signals} signal */
function send(one, signal) {
  if (!isAlive(one)) return;
  try {
    process.kill(one.pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a process and returns when it has ended: politely, and after `seconds` without asking.
 * @param {Started} one
 * @param {number} [seconds]
 */
export async function stop(one, seconds = 10) {
  send(one, 'SIGTERM');
  const end = Date.now() + seconds * 1000;
  while (isAlive(one)) {
    if (Date.now() > end) send(one, 'SIGKILL');
    await sleep(30);
  }
}

/** @param {string} name */
function logFile(name) {
  return join(logsDir, `${name}.log`);
}

/** @param {Part} part */
function start(part) {
  mkdirSync(logsDir, { recursive: true });
  const log = openSync(logFile(part.name), 'a');
  const command = part.ownedByStarter ? ['setpriv', '--pdeathsig', 'KILL', ...part.command] : part.command;
  const child = spawn('nsenter', entering(command), {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: runDir,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: runDir,
      [ownerVariable]: runDir,
      [partVariable]: part.name,
    },
  });
  child.on('error', () => {}); // no nsenter: the wait for readiness tells
  child.unref();
  closeSync(log);
  return child;
}

/** @param {string[]} a @param {string[]} b */
function sameCommand(a, b) {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

/**
 * Makes the part run with exactly this command and be ready. One that does already is left alone.
 * @param {Part} part
 * @param {number} [seconds] long enough for two cores that do something else too
 */
export async function ensurePart(part, seconds = 120) {
  const running = findPart(part);
  const keep = running !== undefined && sameCommand(running.command, part.command);
  if (running && !keep) await stop(running);
  const child = keep ? undefined : start(part);
  const end = Date.now() + seconds * 1000;
  while (!(await part.isReady())) {
    const ended = child && (child.exitCode !== null || child.signalCode !== null);
    if (ended || Date.now() > end)
      throw new Failure(`${part.name} ${ended ? 'ended' : 'is not ready'}.\n${logTail(part.name)}`);
    await sleep(50);
  }
}

/** @param {string} name */
function logTail(name) {
  const lines = readFileSync(logFile(name), 'utf8').trimEnd().split('\n');
  return `The end of ${logFile(name)}:\n${lines
    .slice(-12)
    .map((line) => line.slice(0, 400))
    .join('\n')}`;
}
