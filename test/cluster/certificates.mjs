// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiServiceAddress, apiUrl, nodeAddress, nodeName } from './addresses.mjs';
import { binariesOf, modules } from './build.mjs';
import { certificatesDir, kubeconfigFile } from './paths.mjs';
import { run } from './run-command.mjs';

/** User names and groups are those RBAC's built-in bindings know. */
const requests = [
  {
    file: 'kube-apiserver',
    commonName: 'kube-apiserver',
    hosts: [
      'localhost',
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
      '127.0.0.1',
      nodeAddress,
      apiServiceAddress,
    ],
  },
  { file: 'local-server', commonName: 'localhost', hosts: ['localhost', '127.0.0.1'] },
  { file: 'kubelet-server', commonName: nodeName, hosts: [nodeName, 'localhost', '127.0.0.1', nodeAddress] },
  {
    file: 'kube-apiserver-kubelet-client',
    commonName: 'kube-apiserver-kubelet-client',
    organization: ['system:masters'],
  },
  { file: 'front-proxy-client', commonName: 'front-proxy-client' },
  { file: 'admin', commonName: 'kubernetes-admin', organization: ['system:masters'] },
  { file: 'kube-controller-manager', commonName: 'system:kube-controller-manager' },
  { file: 'kube-scheduler', commonName: 'system:kube-scheduler' },
  { file: 'kube-proxy', commonName: 'system:kube-proxy' },
  { file: 'kubelet', commonName: `system:node:${nodeName}`, organization: ['system:nodes'] },
];

const components = ['kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubelet'];

/** @param {string} name */
export function certificate(name) {
  return join(certificatesDir, `${name}.crt`);
}

/** @param {string} name */
export function key(name) {
  return join(certificatesDir, `${name}.key`);
}

/** The kubeconfig of a component. @param {string} component */
export function componentKubeconfig(component) {
  return join(certificatesDir, `${component}.kubeconfig`);
}

/**
 * @param {string} folder where the certificates lie
 * @param {string} user a name of `requests`
 * @param {string} userName as the kubeconfig calls it
 * @param {string} [server]
 */
export function kubeconfigText(folder, user, userName, server = apiUrl) {
  const base64 = (/** @type {string} */ file) => readFileSync(join(folder, file)).toString('base64');
  return `apiVersion: v1
kind: Config
clusters:
- name: servicescope
  cluster:
    server: ${server}
    certificate-authority-data: ${base64('ca.crt')}
users:
- name: ${userName}
  user:
    client-certificate-data: ${base64(`${user}.crt`)}
    client-key-data: ${base64(`${user}.key`)}
contexts:
- name: servicescope
  context:
    cluster: servicescope
    user: ${userName}
current-context: servicescope
`;
}

/** Makes the authority, certificates and kubeconfigs of this life of the cluster, whole or not at all. */
export async function ensureCertificates() {
  if (!existsSync(certificatesDir)) {
    const partial = `${certificatesDir}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true, mode: 0o700 });
    const program = join(binariesOf(modules.certificates), 'certificates');
    await run(program, [partial], { input: JSON.stringify(requests) });
    for (const component of components) {
      writeFileSync(join(partial, `${component}.kubeconfig`), kubeconfigText(partial, component, component), {
        mode: 0o600,
      });
    }
    renameSync(partial, certificatesDir);
  }
  if (!existsSync(kubeconfigFile)) {
    // programs watch it: the same text written again would be a change to them
    writeFileSync(`${kubeconfigFile}.partial`, kubeconfigText(certificatesDir, 'admin', 'kubernetes-admin'), {
      mode: 0o600,
    });
    renameSync(`${kubeconfigFile}.partial`, kubeconfigFile);
  }
}
