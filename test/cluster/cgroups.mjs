// @ts-check
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every container runs below this group and nothing else does: so what runs in containers can be found and counted. */
export const cgroupName = 'servicescope';
const mount = '/sys/fs/cgroup';

/** Our group in each hierarchy: there is one with cgroup v2, one for each controller with v1. */
function groups() {
  if (existsSync(join(mount, 'cgroup.controllers'))) return [join(mount, cgroupName)];
  return readdirSync(mount)
    .map((name) => join(mount, name))
    .filter((path) => lstatSync(path).isDirectory())
    .map((path) => join(path, cgroupName));
}

/** The kubelet wants its root group to be there already. */
export function ensureCgroups() {
  for (const group of groups()) {
    mkdirSync(group, { recursive: true });
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      const setting = join(group, file); // empty at birth in v1, and then no process may enter
      const parent = join(group, '..', file);
      if (existsSync(parent) && readFileSync(setting, 'utf8').trim() === '')
        writeFileSync(setting, readFileSync(parent));
    }
  }
}

/** The folders of a group and those below it, the deepest first. @param {string} group @returns {string[]} */
function tree(group) {
  if (!existsSync(group)) return [];
  const below = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...below.flatMap((entry) => tree(join(group, entry.name))), group];
}

/** The pids of all that runs in containers. */
export function containerPids() {
  const pids = groups()
    .flatMap(tree)
    .flatMap((folder) => readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n'));
  return [...new Set(pids.filter((pid) => pid !== '').map(Number))];
}

/** When nothing runs in them any more. */
export function removeCgroups() {
  for (const folder of groups().flatMap(tree)) rmdirSync(folder);
}
