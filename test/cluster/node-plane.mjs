// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dnsServiceAddress, nodeAddress, nodeName, podRange } from './addresses.mjs';
import { cgroupName } from './cgroups.mjs';
import { certificate, componentKubeconfig, key } from './certificates.mjs';
import { configFile } from './config-file.mjs';
import { kubernetesProgram } from './control-plane.mjs';
import { containerdSocket, kubeletDir, logsDir } from './paths.mjs';
import { answers } from './http-get.mjs';

/**
 * @typedef {import('./processes.mjs').Part} Part
 * @typedef {'iptables' | 'nftables'} ProxyMode
 */

function kubeletText() {
  const resolvConf = configFile('resolv.conf', `nameserver ${dnsServiceAddress}\n`);
  return `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://${containerdSocket}
authentication:
  anonymous: { enabled: false }
  webhook: { enabled: true }
  x509: { clientCAFile: ${certificate('ca')} }
authorization: { mode: Webhook }
tlsCertFile: ${certificate('kubelet-server')}
tlsPrivateKeyFile: ${key('kubelet-server')}
clusterDomain: cluster.local
clusterDNS: [${dnsServiceAddress}]
resolvConf: ${resolvConf}
cgroupDriver: cgroupfs
cgroupRoot: /${cgroupName}
failCgroupV1: false
enforceNodeAllocatable: []
failSwapOn: false
maxPods: 200
# A developer's disk is often nearly full, and 0 is refused.
evictionHard: { memory.available: 1Mi, nodefs.available: 1Mi, nodefs.inodesFree: "1", imagefs.available: 1Mi }
imageGCHighThresholdPercent: 100
serializeImagePulls: false
podLogsDir: ${join(logsDir, 'pods')}
volumePluginDir: ${join(kubeletDir, 'volume-plugins')}
`;
}

/** @returns {Part} */
export function kubelet() {
  return {
    name: 'kubelet',
    command: [
      kubernetesProgram('kubelet'),
      `--config=${configFile('kubelet.yaml', kubeletText())}`,
      `--kubeconfig=${componentKubeconfig('kubelet')}`,
      `--root-dir=${kubeletDir}`,
      `--cert-dir=${join(kubeletDir, 'pki')}`,
      `--hostname-override=${nodeName}`,
      `--node-ip=${nodeAddress}`,
    ],
    isReady: () => answers('http://127.0.0.1:10248/healthz'),
  };
}

/** @param {ProxyMode} mode */
function proxyConfigFile(mode) {
  return configFile(
    'kube-proxy.yaml',
    `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ${mode}
clientConnection:
  kubeconfig: ${componentKubeconfig('kube-proxy')}
clusterCIDR: ${podRange}
hostnameOverride: ${nodeName}
bindAddress: 0.0.0.0
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
# The connection table belongs to the whole machine: its size is not ours to set.
conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s }
`,
  );
}

/** The very text kube-proxy reads, for the ConfigMap in which people and programs look for it. @param {ProxyMode} mode */
export function proxyConfigText(mode) {
  return readFileSync(proxyConfigFile(mode), 'utf8');
}

/** @param {ProxyMode} mode @returns {Part} */
export function kubeProxy(mode) {
  return {
    name: 'kube-proxy',
    command: [kubernetesProgram('kube-proxy'), `--config=${proxyConfigFile(mode)}`],
    isReady: () => answers('http://127.0.0.1:10256/healthz'),
  };
}
