// @ts-check
import { join } from 'node:path';
import { binariesOf, modules } from './build.mjs';
import { answers } from './http-get.mjs';
import { kubeconfigFile } from './paths.mjs';

/**
 * Plays the kubelet of Nodes that carry the annotation kwok.x-k8s.io/node=fake: their Pods exist in the API only.
 * @returns {import('./processes.mjs').Part}
 */
export function kwok() {
  const address = '127.0.0.1:10247';
  return {
    name: 'kwok',
    command: [
      join(binariesOf(modules.kwok), 'kwok'),
      `--kubeconfig=${kubeconfigFile}`,
      '--manage-all-nodes=false',
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      '--node-lease-duration-seconds=40',
      '--cidr=10.245.0.0/16', // outside the real Pods' range
      `--server-address=${address}`,
    ],
    isReady: () => answers(`http://${address}/healthz`),
  };
}
