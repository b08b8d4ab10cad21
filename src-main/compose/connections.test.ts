import { expect, it } from 'vitest';
import type { KubeconfigCluster, KubeconfigUser } from '../kube/kubeconfig-file.ts';
import type { ContextTarget } from '../kube/kubeconfig.ts';
import { createConnections } from './connections.ts';

const USER: KubeconfigUser = {
  name: 'me',
  certificateData: null,
  certificateFile: null,
  keyData: null,
  keyFile: null,
  token: 'of-me',
  tokenFile: null,
  username: null,
  password: null,
  impersonate: null,
  execCommand: null,
  authProvider: null,
};
const CLUSTER: KubeconfigCluster = {
  name: 'one',
  server: 'https://one.example.com:6443',
  caData: 'Y2E=',
  caFile: null,
  insecureSkipTlsVerify: false,
  tlsServerName: null,
  proxyUrl: null,
};
const target = (context: string, cluster: Partial<KubeconfigCluster> = {}): ContextTarget => ({
  context,
  namespace: 'default',
  cluster: { ...CLUSTER, ...cluster },
  user: USER,
});

it('names a cluster by its server and CA, whatever its context is called: what is kept of it is of no other cluster', () => {
  const connections = createConnections('servicescope/test');
  const end = new AbortController();
  const keyOf = (of: ContextTarget): string => connections.lease(of, end.signal).clusterKey;
  const key = keyOf(target('one'));
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(keyOf(target('renamed', { name: 'also-one' }))).toBe(key);
  const others = [
    keyOf(target('one', { server: 'https://two.example.com:6443' })),
    keyOf(target('one', { caData: 'b3RoZXI=' })),
    keyOf(target('one', { caData: null, caFile: '/etc/ca.pem' })),
  ];
  expect(new Set([key, ...others]).size).toBe(4);
  end.abort();
});
