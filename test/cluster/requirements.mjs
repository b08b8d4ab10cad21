// @ts-check
import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { attempt } from './run-command.mjs';

/** Which Debian package brings a program. Asked for by program, so that one from elsewhere is welcome too. */
const programs = new Map([
  ['containerd', 'containerd'],
  ['ctr', 'containerd'],
  ['runc', 'runc'],
  ['ip', 'iproute2'],
  ['nft', 'nftables'],
  ['iptables', 'iptables'],
  ['conntrack', 'conntrack'],
  ['socat', 'socat'],
  ['nsenter', 'util-linux'],
  ['flock', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['mount', 'mount'],
  ['tar', 'tar'],
  ['curl', 'curl'],
  ['bash', 'bash'],
  ['dash', 'dash'],
  ['dpkg-deb', 'dpkg'],
  ['update-ca-certificates', 'ca-certificates'],
]);
const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Where Debian puts the CNI plugins, and where others do. */
export const cniPluginDirs = ['/usr/lib/cni', '/opt/cni/bin'];

/** Linux and root: what every command but the help needs. */
export function requireRootOnLinux() {
  if (process.platform !== 'linux') throw new Failure('The test cluster runs on Linux only.', 2);
  if (process.getuid?.() !== 0)
    throw new Failure('The test cluster needs root (network namespaces and containers): run it with sudo.', 2);
}

function missingPackages() {
  const missing = [...programs].filter(([program]) => !folders.some((folder) => existsSync(`${folder}/${program}`)));
  const packages = new Set(missing.map(([, name]) => name));
  if (!cniPluginDirs.some((folder) => existsSync(`${folder}/bridge`))) packages.add('containernetworking-plugins');
  return [...packages];
}

/** Installs the Debian packages that lack; elsewhere says which. */
async function requirePackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!existsSync('/etc/debian_version'))
    throw new Failure(`The test cluster needs ${missing.join(', ')}; on Debian: ${command}`, 2);
  console.error(`installing ${missing.join(' ')} …`);
  const { code, stderr } = await attempt('sh', ['-c', command], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  const still = missingPackages();
  if (code !== 0 || still.length > 0)
    throw new Failure(`Could not install ${still.join(', ')}: run "${command}".\n${stderr.trim().slice(-800)}`, 2);
}

async function requireGo() {
  const { code } = await attempt('go', ['version']);
  if (code !== 0)
    throw new Failure(
      'The test cluster is built with Go, and there is no "go" on the PATH: see https://go.dev/doc/install.',
      2,
    );
}

/** All that `up` needs of the machine. */
export async function requireMachine() {
  requireRootOnLinux();
  await requirePackages();
  await requireGo();
}
