// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl } from './kubectl.mjs';
import { proxyConfigText } from './node-plane.mjs';
import { sourceDir } from './paths.mjs';

/** The ConfigMap in which kubeadm keeps kube-proxy's configuration. @param {import('./node-plane.mjs').ProxyMode} mode */
function proxyConfigMap(mode) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { app: 'kube-proxy' } },
    data: { 'config.conf': proxyConfigText(mode) },
  };
}

/** CoreDNS, and what tells which proxy mode is on. @param {import('./node-plane.mjs').ProxyMode} mode */
export async function applyAddons(mode) {
  const coredns = readFileSync(join(sourceDir, 'manifests', 'coredns.yaml'), 'utf8');
  const input = `${coredns}---\n${JSON.stringify(proxyConfigMap(mode))}\n`;
  await kubectl(['apply', '--server-side', '--force-conflicts', '--filename=-'], input);
}
