// @ts-check
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePodRange } from './addresses.mjs';
import { configFile } from './config-file.mjs';
import { pauseImage } from './image-list.mjs';
import { configDir, containerdDir, containerdSocket, runDir } from './paths.mjs';
import { registryUrl } from './registry.mjs';
import { cniPluginDirs } from './requirements.mjs';
import { attempt, run } from './run-command.mjs';

/** @typedef {import('./processes.mjs').Part} Part */

const cniConfigDir = join(configDir, 'cni');
const registryConfigDir = join(configDir, 'registries');
export const podNetworkName = 'servicescope';

/** Pods hang on a bridge; `hairpinMode` lets a Pod reach itself through its own Service. */
function cniText() {
  const bridge = {
    type: 'bridge',
    bridge: 'cni0',
    isGateway: true,
    ipMasq: true,
    hairpinMode: true,
    ipam: {
      type: 'host-local',
      dataDir: join(runDir, 'cni'),
      ranges: [[{ subnet: nodePodRange }]],
      routes: [{ dst: '0.0.0.0/0' }],
    },
  };
  const portmap = { type: 'portmap', capabilities: { portMappings: true } };
  return JSON.stringify({ cniVersion: '0.4.0', name: podNetworkName, plugins: [bridge, portmap] }, null, 2);
}

/** Every registry is ours: there is no way out, and a look-up of the real one would end after half a minute only. */
const registryText = `server = "${registryUrl}"
[host."${registryUrl}"]
  capabilities = ["pull", "resolve"]
`;

/** @param {string} snapshotter */
function configText(snapshotter) {
  const binDir = cniPluginDirs.find((folder) => existsSync(`${folder}/bridge`));
  return `version = 2
root = "${join(containerdDir, 'root')}"
state = "${join(containerdDir, 'state')}"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Lowering a score needs CAP_SYS_RESOURCE, which root in a container lacks; runc then dies without saying why.
  restrict_oom_score_adj = true
  disable_apparmor = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${registryConfigDir}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${binDir}"
    conf_dir = "${cniConfigDir}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "${snapshotter}"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        Root = "${join(containerdDir, 'runc')}"
`;
}

/** An overlay cannot lie on an overlay (a container's own root file system): there every layer is copied. */
async function chooseSnapshotter() {
  const kind = (await run('stat', ['-f', '-c', '%T', runDir])).trim();
  return kind.startsWith('overlay') ? 'native' : 'overlayfs';
}

/** @returns {Promise<Part>} */
export async function containerd() {
  mkdirSync(cniConfigDir, { recursive: true });
  mkdirSync(containerdDir, { recursive: true });
  mkdirSync(join(registryConfigDir, '_default'), { recursive: true });
  writeFileSync(join(registryConfigDir, '_default', 'hosts.toml'), registryText);
  writeFileSync(join(cniConfigDir, '10-servicescope.conflist'), cniText());
  const config = configFile('containerd.toml', configText(await chooseSnapshotter()));
  return {
    name: 'containerd',
    command: ['containerd', '--config', config],
    isReady: async () => (await ctr(['version'])).code === 0,
  };
}

/** Containerd's own client, in the namespace the kubelet's containers live in. @param {string[]} args */
export function ctr(args) {
  return attempt('ctr', ['--address', containerdSocket, '--namespace', 'k8s.io', ...args]);
}
