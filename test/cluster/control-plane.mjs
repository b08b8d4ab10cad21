// @ts-check
import { join } from 'node:path';
import { nodeAddress } from './addresses.mjs';
import { binariesOf, modules } from './build.mjs';
import { certificate, componentKubeconfig, key } from './certificates.mjs';
import { answers } from './http-get.mjs';
import { certificatesDir } from './paths.mjs';
import { clusterPlace } from './places.mjs';

/** @typedef {import('./processes.mjs').Part} Part @typedef {import('./places.mjs').Place} Place */

/** @param {string} program */
export function kubernetesProgram(program) {
  return join(binariesOf(modules.kubernetes), program);
}

/** @param {Place} [place] @returns {Part} */
export function etcd({ prefix, etcdDir, etcdUrl, etcdPeerUrl: peerUrl } = clusterPlace) {
  return {
    name: `${prefix}etcd`,
    command: [
      join(binariesOf(modules.etcd), 'server'),
      '--name=servicescope',
      `--data-dir=${etcdDir}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=servicescope=${peerUrl}`,
      '--unsafe-no-fsync', // the data need not outlive the machine, and fsync is most of a write's time
      '--quota-backend-bytes=8589934592', // benchmarks write objects by the ten thousand; 2 GiB is the default
      '--log-level=warn',
    ],
    isReady: () => answers(`${etcdUrl}/health`),
  };
}

/**
 * @param {boolean} withKwok a new Node would be tainted as not ready until a controller that is then off looks at it
 * @param {Place} [place]
 * @returns {Part}
 */
export function apiServer(withKwok, { prefix, etcdUrl, apiUrl, serviceRanges } = clusterPlace) {
  const kubeletClient = 'kube-apiserver-kubelet-client';
  return {
    name: `${prefix}kube-apiserver`,
    command: [
      kubernetesProgram('kube-apiserver'),
      `--etcd-servers=${etcdUrl}`,
      `--advertise-address=${nodeAddress}`,
      `--secure-port=${new URL(apiUrl).port}`,
      `--service-cluster-ip-range=${serviceRanges}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      ...(withKwok ? ['--disable-admission-plugins=TaintNodesByCondition'] : []),
      '--allow-privileged=true',
      `--client-ca-file=${certificate('ca')}`,
      `--tls-cert-file=${certificate('kube-apiserver')}`,
      `--tls-private-key-file=${key('kube-apiserver')}`,
      `--kubelet-certificate-authority=${certificate('ca')}`,
      `--kubelet-client-certificate=${certificate(kubeletClient)}`,
      `--kubelet-client-key=${key(kubeletClient)}`,
      `--requestheader-client-ca-file=${certificate('ca')}`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${certificate('front-proxy-client')}`,
      `--proxy-client-key-file=${key('front-proxy-client')}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${join(certificatesDir, 'service-account.pub')}`,
      `--service-account-signing-key-file=${key('service-account')}`,
    ],
    isReady: () => answers(`${apiUrl}/readyz`),
  };
}

/**
 * @param {boolean} withKwok kwok's Nodes have no kubelet that renews a Lease fast enough by the thousand: the two
 *   controllers that would call them dead, and evict their Pods, stay off
 * @param {Place} [place]
 * @returns {Part}
 */
export function controllerManager(withKwok, place = clusterPlace) {
  const kubeconfig = place.controllerManagerKubeconfig;
  return {
    name: `${place.prefix}kube-controller-manager`,
    command: [
      kubernetesProgram('kube-controller-manager'),
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--tls-cert-file=${certificate('local-server')}`,
      `--tls-private-key-file=${key('local-server')}`,
      '--leader-elect=false',
      '--use-service-account-credentials=true',
      ...place.controllerManagerFlags,
      `--service-cluster-ip-range=${place.serviceRanges}`,
      `--root-ca-file=${certificate('ca')}`,
      `--cluster-signing-cert-file=${certificate('ca')}`,
      `--cluster-signing-key-file=${key('ca')}`,
      `--service-account-private-key-file=${key('service-account')}`,
      ...(withKwok ? ['--controllers=*,-node-lifecycle-controller,-taint-eviction-controller'] : []),
    ],
    isReady: () => answers(`${place.controllerManagerUrl}/healthz`),
  };
}

/** @returns {Part} */
export function scheduler() {
  const kubeconfig = componentKubeconfig('kube-scheduler');
  return {
    name: 'kube-scheduler',
    command: [
      kubernetesProgram('kube-scheduler'),
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--tls-cert-file=${certificate('local-server')}`,
      `--tls-private-key-file=${key('local-server')}`,
      '--leader-elect=false',
    ],
    isReady: () => answers('https://127.0.0.1:10259/healthz'),
  };
}
