// @ts-check
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { attempt, run } from './run-command.mjs';

/** What the client Pods of the tests and a person in their shell may want; all of Debian's essential packages but curl. */
const clientPrograms = [
  ...['bash', 'dash', 'curl', 'getent', 'grep', 'sed'],
  ...[
    'basename',
    'cat',
    'chmod',
    'cp',
    'cut',
    'date',
    'dirname',
    'echo',
    'env',
    'expr',
    'false',
    'head',
    'hostname',
    'id',
    'ls',
    'mkdir',
  ],
  ...[
    'mktemp',
    'mv',
    'nproc',
    'od',
    'printenv',
    'printf',
    'pwd',
    'rm',
    'seq',
    'sleep',
    'sort',
    'stat',
    'tail',
    'tee',
    'test',
    'timeout',
  ],
  ...['touch', 'tr', 'true', 'uname', 'uniq', 'wc', 'whoami', 'yes'],
];

/** As curlimages/curl's: arguments alone are curl's own. */
const clientEntrypoint = `#!/bin/sh
case "$1" in -*) set -- curl "$@" ;; esac
exec "$@"
`;

const nginxConfig = `user nginx;
worker_processes 1;
pid /run/nginx.pid;
error_log /dev/stderr notice;
events { worker_connections 1024; }
http {
  types { text/html html; text/plain txt; text/css css; application/json json; }
  default_type application/octet-stream;
  access_log /dev/stdout;
  include /etc/nginx/conf.d/*.conf;
}
`;

const nginxSite = `server {
  listen 80;
  server_name localhost;
  location / { root /usr/share/nginx/html; index index.html; }
}
`;

/** @param {string} path @param {string} text @param {number} [mode] */
function write(path, text, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** @param {string} source @param {string} target */
function copy(source, target) {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target); // follows links: a library arrives under the name by which it is asked for
  chmodSync(target, 0o755);
}

/** What every file system here has: users, and a folder anyone may write to. @param {string} root */
function fillBase(root) {
  write(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/:/bin/sh\nnginx:x:101:101:nginx:/:/bin/false\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  );
  write(join(root, 'etc/group'), 'root:x:0:\nnginx:x:101:\nnogroup:x:65534:\n');
  mkdirSync(join(root, 'tmp'), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
}

/** An image of one static program. @param {string} root @param {string} program @param {string} name */
export async function fillProgram(root, program, name) {
  fillBase(root);
  copy(program, join(root, name));
}

/** Debian's layout, in which /bin and /lib are links into /usr. @param {string} root */
function fillMergedFolders(root) {
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', folder), { recursive: true });
    symlinkSync(`usr/${folder}`, join(root, folder));
  }
}

/**
 * Copies a program and the libraries it is linked with.
 * @param {string} root
 * @param {string} program
 * @param {string} target below `root`
 */
async function copyWithLibraries(root, program, target) {
  copy(program, join(root, target));
  const listing = await run('ldd', [program]);
  if (listing.includes('not found')) throw new Failure(`${program} lacks a library on this machine:\n${listing}`, 2);
  for (const [, library] of listing.matchAll(/(\/\S+) \(0x/g)) {
    if (library && !existsSync(join(root, library))) copy(library, join(root, library));
  }
}

/** @param {string} root */
export async function fillClient(root) {
  fillBase(root);
  fillMergedFolders(root);
  for (const name of clientPrograms) {
    const program = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find(existsSync);
    if (!program) throw new Failure(`The client image needs the program "${name}", which is not on this machine.`, 2);
    await copyWithLibraries(root, program, join('usr/bin', name));
  }
  symlinkSync('dash', join(root, 'usr/bin/sh'));
  const authorities = '/etc/ssl/certs/ca-certificates.crt';
  mkdirSync(join(root, dirname(authorities)), { recursive: true });
  copyFileSync(authorities, join(root, authorities));
  write(join(root, 'entrypoint.sh'), clientEntrypoint, 0o755);
}

/**
 * Gives a folder with the files of Debian packages, which are not installed.
 * @param {string} folder to download to
 * @param {string[]} packages
 */
async function unpackDebian(folder, packages) {
  // Without the option apt warns that its own user may not write to the folder.
  const download = ['download', '-o', 'APT::Sandbox::User=root', ...packages];
  const first = await attempt('apt-get', download, { cwd: folder });
  if (first.code !== 0) {
    await run('apt-get', ['update']); // the list names a version that is no longer there, or there is no list yet
    await run('apt-get', download, { cwd: folder });
  }
  const unpacked = join(folder, 'unpacked');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['-x', join(folder, file), unpacked]);
  }
  return unpacked;
}

/** Debian's nginx, not installed: that would start a server on the machine. @param {string} root */
export async function fillNginx(root) {
  const folder = mkdtempSync(join(tmpdir(), 'servicescope-nginx-'));
  try {
    const unpacked = await unpackDebian(folder, ['nginx', 'nginx-common']);
    fillBase(root);
    fillMergedFolders(root);
    await copyWithLibraries(root, join(unpacked, 'usr/sbin/nginx'), 'usr/sbin/nginx');
    copy(join(unpacked, 'usr/share/nginx/html/index.html'), join(root, 'usr/share/nginx/html/index.html'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  write(join(root, 'etc/nginx/nginx.conf'), nginxConfig);
  write(join(root, 'etc/nginx/conf.d/default.conf'), nginxSite);
  for (const writable of ['run', 'var/log/nginx', 'var/lib/nginx'])
    mkdirSync(join(root, writable), { recursive: true });
}
