// @ts-check
import { join } from 'node:path';
import { apiUrl, etcdUrl, podRange, serviceRange } from './addresses.mjs';
import { componentKubeconfig } from './certificates.mjs';
import { bareDir, etcdDir } from './paths.mjs';

/**
 * Where a control plane stands, and in what it differs from another one. Certificates and namespace are the cluster's.
 * @typedef {object} Place
 * @property {string} prefix of its parts' names
 * @property {string} etcdDir
 * @property {string} etcdUrl
 * @property {string} etcdPeerUrl
 * @property {string} apiUrl
 * @property {string} serviceRanges
 * @property {string} controllerManagerUrl
 * @property {string} controllerManagerKubeconfig
 * @property {string[]} controllerManagerFlags
 */

/** @type {Place} */
export const clusterPlace = {
  prefix: '',
  etcdDir,
  etcdUrl,
  etcdPeerUrl: 'http://127.0.0.1:2380',
  apiUrl,
  serviceRanges: serviceRange,
  controllerManagerUrl: 'https://127.0.0.1:10257',
  controllerManagerKubeconfig: componentKubeconfig('kube-controller-manager'),
  controllerManagerFlags: ['--allocate-node-cidrs=true', `--cluster-cidr=${podRange}`],
};

/**
 * Beside the cluster, on ports of its own: no kubelet, scheduler or kube-proxy, and no controller that would miss them and
 * take Pods away. So a Pod is whatever a test writes into its status. Dual stack, which the cluster is not.
 * @type {Place}
 */
export const barePlace = {
  prefix: 'bare-',
  etcdDir: join(bareDir, 'etcd'),
  etcdUrl: 'http://127.0.0.1:12379',
  etcdPeerUrl: 'http://127.0.0.1:12380',
  apiUrl: 'https://127.0.0.1:16443',
  serviceRanges: `${serviceRange},fd00:10:96::/108`,
  controllerManagerUrl: 'https://127.0.0.1:20257',
  controllerManagerKubeconfig: join(bareDir, 'kube-controller-manager.kubeconfig'),
  controllerManagerFlags: [
    '--secure-port=20257',
    '--controllers=*,-node-lifecycle-controller,-taint-eviction-controller,-pod-garbage-collector-controller',
    // Thousands of writes are to be followed in seconds; what is written does not hang on any of these.
    '--kube-api-qps=2000',
    '--kube-api-burst=4000',
    '--concurrent-endpoint-syncs=20',
    '--concurrent-service-endpoint-syncs=20',
    '--mirroring-concurrent-service-endpoint-syncs=20',
  ],
};
