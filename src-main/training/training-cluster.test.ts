import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { get } from 'node:https';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readFile } from 'node:fs/promises';
import { busy } from '../../test/support/training/busy.ts';
import { systemClock } from './clock.ts';
import { exportLine, parseCommandLine } from './command-line.ts';
import { KINDS } from './kinds.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { PodRuntime, ContainerAccess } from './pod-runtime.ts';
import { registerNodes } from './controllers/node-registration.ts';
import { REAL_SETTINGS } from './controllers/settings.ts';
import { isScenarioName, parseManifest } from './scenario.ts';
import { startTrainingCluster, type TrainingCluster } from './training-cluster.ts';

const MANIFEST = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: kube-system }
data: { a: b }
`;

let folder: string;
let cluster: TrainingCluster;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'training-'));
  cluster = await startTrainingCluster({
    clock: systemClock,
    random: Math.random,
    kubeconfigPath: join(folder, 'own', 'kubeconfig'),
    manifest: MANIFEST,
    createNetwork: () => ({}) as PodRuntime & ContainerAccess,
    startControllers: ({ api }) => registerNodes(api, REAL_SETTINGS),
  });
});

afterEach(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

describe('a training cluster', () => {
  it('begins with its namespaces, the Service of its API and the scenario', () => {
    const names = (resource: 'namespaces' | 'services' | 'endpoints' | 'discovery.k8s.io/endpointslices'): unknown =>
      cluster.api.list(resource).map(({ metadata }) => metadata.name);
    expect(names('namespaces')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect(names('services')).toEqual(['kubernetes', 'web']);
    expect(names('endpoints')).toEqual(['kubernetes']);
    expect(cluster.api.get('services', 'default', 'kubernetes')?.spec).toMatchObject({ clusterIP: '10.96.0.1' });
    expect(cluster.api.get('configmaps', 'kube-system', 'settings')).toBeDefined();
  });

  it('keeps its kubeconfig to its owner, and takes it away at the end', async () => {
    const { kubeconfigPath } = cluster;
    expect(statSync(kubeconfigPath).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700);
    expect(parse(await readFile(kubeconfigPath, 'utf8'))).toMatchObject({
      'current-context': 'servicescope-training',
      clusters: [{ cluster: { server: cluster.server } }],
    });
    await cluster.stop();
    expect(existsSync(kubeconfigPath)).toBe(false);
  });

  it('closes a folder that is its own to others, and leaves a folder of other things as it is', async () => {
    const content = { server: 'https://127.0.0.1:1', ca: '', token: 't' };
    const own = join(folder, 'left by an older version');
    const shared = join(folder, 'shared');
    for (const path of [own, shared]) {
      mkdirSync(path);
      chmodSync(path, 0o755);
      writeFileSync(join(path, path === own ? 'kubeconfig' : 'notes.txt'), 'old');
      await writeKubeconfig(join(path, 'kubeconfig'), content);
    }
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(statSync(shared).mode & 0o777).toBe(0o755);
    expect(statSync(join(shared, 'kubeconfig')).mode & 0o777).toBe(0o600);
  });

  it('has a token and a CA of its own at each start', async () => {
    const options = { clock: systemClock, random: Math.random, kubeconfigPath: join(folder, 'second', 'kubeconfig') };
    const second = await startTrainingCluster({
      ...options,
      createNetwork: () => ({}) as PodRuntime & ContainerAccess,
      startControllers: () => undefined,
    });
    expect(second.token).not.toBe(cluster.token);
    expect(second.token.length).toBeGreaterThanOrEqual(43);
    expect(second.ca).not.toBe(cluster.ca);
    expect(second.server).not.toBe(cluster.server);
    await second.stop();
  });

  it('is as new after a reset, and its resourceVersions go on', async () => {
    const before = cluster.api.get('services', 'default', 'web');
    cluster.api.create('configmaps', 'default', { metadata: { name: 'mine' } });
    const seen: string[] = [];
    cluster.api.onChange(({ type, object }) => seen.push(`${type} ${object.kind} ${object.metadata.name}`));
    cluster.reset();
    await Promise.resolve();
    const after = cluster.api.get('services', 'default', 'web');
    expect(cluster.api.get('configmaps', 'default', 'mine')).toBeUndefined();
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(Number(after?.metadata.resourceVersion)).toBeGreaterThan(Number(before?.metadata.resourceVersion));
    expect(seen).toContain('DELETED ConfigMap mine');
    expect(seen).toContain('ADDED Service web');
  });

  it('has nothing of the user’s own after a reset, of any kind, in any namespace, whatever would hold it back', () => {
    const names = (): readonly string[] =>
      KINDS.flatMap(({ resource }) =>
        cluster.api.list(resource).map(({ metadata }) => `${resource} ${metadata.namespace ?? ''}/${metadata.name}`),
      );
    const before = names();
    const held = { name: 'mine', finalizers: ['example.com/hold'] };
    const { api } = cluster;
    api.create('namespaces', undefined, { metadata: held });
    for (const resource of ['configmaps', 'serviceaccounts', 'events', 'endpoints'] as const) {
      const involvedObject = resource === 'events' ? { involvedObject: { kind: 'Pod', namespace: 'mine' } } : {};
      api.create(resource, 'mine', { metadata: held, ...involvedObject });
    }
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const workload = { selector: { matchLabels: { a: 'b' } }, template };
    api.create('pods', 'mine', { metadata: held, spec: template.spec });
    api.create('services', 'mine', { metadata: held, spec: { ports: [{ port: 80 }] } });
    api.create('apps/deployments', 'mine', { metadata: held, spec: workload });
    api.create('apps/replicasets', 'mine', { metadata: held, spec: workload });
    api.create('batch/jobs', 'mine', {
      metadata: held,
      spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } },
    });
    api.create('discovery.k8s.io/endpointslices', 'mine', { metadata: held, addressType: 'IPv4', endpoints: [] });
    api.create('networking.k8s.io/networkpolicies', 'mine', { metadata: held, spec: { podSelector: {} } });
    expect(names().length).toBe(before.length + KINDS.length - 1);
    cluster.reset();
    expect(names()).toEqual(before);
  });

  it('has its Nodes as they came after a reset: schedulable, without the learner’s labels and taints, none missing', () => {
    const before = cluster.api.list('nodes');
    const [first, second] = before;
    const spec = { ...(first?.spec as object), unschedulable: true, taints: [{ key: 'a', effect: 'NoSchedule' }] };
    const labels = { ...first?.metadata.labels, mine: 'x' };
    cluster.api.update('nodes', undefined, 'node-1', { ...first, metadata: { ...first?.metadata, labels }, spec });
    cluster.api.delete('nodes', undefined, 'node-2');
    cluster.api.create('nodes', undefined, { metadata: { name: 'node-3' } });
    cluster.reset();
    const plain = (nodes: readonly unknown[]): unknown =>
      JSON.parse(JSON.stringify(nodes, (key, value: unknown) => (key === 'resourceVersion' ? undefined : value)));
    expect(second).toBeDefined();
    expect(plain(cluster.api.list('nodes'))).toEqual(plain(before));
  });

  it('answers while a reset is still being told of', async () => {
    const MANY = 1_000;
    for (let n = 0; n < MANY; n += 1) cluster.api.create('configmaps', 'default', { metadata: { name: `many-${n}` } });
    let told = 0;
    await new Promise((resolve) => setTimeout(resolve, 0));
    cluster.api.onChange(({ type }) => {
      if (type !== 'DELETED') return;
      told += 1;
      busy(0.5);
    });
    const heard = new Promise<number>((resolve, reject) => {
      const { ca, token } = cluster;
      const headers = { authorization: `Bearer ${token}` };
      get(`${cluster.server}/version`, { ca, headers }, (answer) => {
        answer.resume();
        resolve(told);
      }).on('error', reject);
    });
    cluster.reset();
    expect(await heard).toBeLessThan(MANY);
    await expect.poll(() => told, { timeout: 30_000 }).toBeGreaterThanOrEqual(MANY);
  });

  it('has a certificate that its CA vouches for, for the names Pods use', async () => {
    const script = `
      const { connect } = require('node:tls');
      const { port } = new URL(process.argv[1]);
      const socket = connect({ host: '127.0.0.1', port, ca: process.argv[2], servername: 'kubernetes.default.svc' }, () => {
        console.log(socket.authorized);
        socket.end();
      });`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, cluster.server, cluster.ca]);
    expect(stdout.trim()).toBe('true');
  });
});

it('reads its command line', () => {
  expect(parseCommandLine([])).toEqual({ run: true, scenario: 'course', kubeconfig: undefined });
  expect(parseCommandLine(['--scenario', 'x', '--kubeconfig', '/k'])).toEqual({
    run: true,
    scenario: 'x',
    kubeconfig: '/k',
  });
  expect(parseCommandLine(['--scenario']).run).toBe(false);
  expect(parseCommandLine(['--what', 'x']).run).toBe(false);
});

it('prints a line that a shell takes as it stands', () => {
  expect(exportLine('/tmp/a-b_c.d/kubeconfig')).toBe('export KUBECONFIG=/tmp/a-b_c.d/kubeconfig');
  expect(exportLine("/home/it's me/kubeconfig")).toBe(String.raw`export KUBECONFIG='/home/it'\''s me/kubeconfig'`);
});

it('takes scenarios by name alone, and lists as their items', () => {
  expect(['course', 'wrong-label', '../etc', 'a/b', ''].map(isScenarioName)).toEqual([true, true, false, false, false]);
  expect(parseManifest('kind: List\nitems: [{kind: Pod}, {kind: Service}]')).toHaveLength(2);
});
