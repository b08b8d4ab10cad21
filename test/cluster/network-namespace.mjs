// @ts-check
import { existsSync } from 'node:fs';
import { namespaceFile, namespaceName, nodeAddress, nodeSubnetLength } from './addresses.mjs';
import { refuseOtherClusters } from './processes.mjs';
import { attemptInNamespace, entering, run } from './run-command.mjs';

/** The bridge that has the Node's address. It has no port: like a network card with nobody else on the wire. */
const nodeLink = 'node0';

const inside = [
  'ip link set lo up',
  `ip link add ${nodeLink} type bridge`,
  `ip addr add ${nodeAddress}/${nodeSubnetLength} dev ${nodeLink}`,
  `ip link set ${nodeLink} up`,
  `ip route add default dev ${nodeLink}`, // a ClusterIP must have a route before kube-proxy's rules rewrite it
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  // Without this an answer from Pod to Pod over the CNI bridge skips the rules that undo kube-proxy's address translation.
  'if [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; then echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables; fi',
];

async function isWhole() {
  if (!existsSync(namespaceFile)) return false;
  const { code, stdout } = await attemptInNamespace(['ip', '-o', 'addr', 'show', 'dev', nodeLink]);
  return code === 0 && stdout.includes(` ${nodeAddress}/`);
}

/**
 * Makes the namespace unless it is there.
 * @returns {Promise<boolean>} whether it had to be made
 */
export async function ensureNamespace() {
  refuseOtherClusters();
  if (await isWhole()) return false;
  await removeNamespace();
  await run('ip', ['netns', 'add', namespaceName]);
  await run('nsenter', entering(['sh', '-ec', inside.join('\n')]));
  return true;
}

/** With the namespace go its links, addresses, routes and rules. */
export async function removeNamespace() {
  if (existsSync(namespaceFile)) await run('ip', ['netns', 'delete', namespaceName]);
}
