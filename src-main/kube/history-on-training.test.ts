import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { isMemberEntry } from '#shared/history/history.ts';
import { en } from '#shared/messages/en.ts';
import { whatText, whyText } from '#shared/messages/history-text.ts';
import { ask, exec } from '../../test/support/training/training-client.ts';
import { startWholeCluster, type WholeCluster } from '../../test/support/training/whole-cluster.ts';
import { type ClusterWatch, watchCluster } from './cluster-watch.ts';
import { openConnection } from './connection.ts';
import { credentialSource } from './credentials.ts';
import { type HistoryRecorder, recordHistory } from './history-recorder.ts';
import { loadKubeconfig } from './kubeconfig.ts';

// The recorder on the real reflectors, over the HTTP of a training cluster with its controllers and kubelet.
const WEB = { namespace: 'default', name: 'web' };
const MANIFEST = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 9898 }] }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: ghcr.io/stefanprodan/podinfo:6.9.2
          readinessProbe: { httpGet: { path: /readyz, port: 9898 }, periodSeconds: 1, failureThreshold: 1 }
`;

const end = new AbortController();
let whole: WholeCluster;
let watch: ClusterWatch;
let recorder: HistoryRecorder;

/** Each change as `POD WHAT: WHY`, oldest first. */
const told = (): readonly string[] =>
  (recorder.read(WEB)?.entries ?? []).map((entry) => {
    const who = isMemberEntry(entry) ? entry.member.name : '';
    return `${who} ${whatText(en, entry)}: ${whyText(en, entry)}`;
  });
const tells = (...lines: readonly string[]): Promise<void> =>
  vi.waitFor(() => expect(lines.filter((line) => !told().some((each) => each.includes(line)))).toEqual([]), {
    timeout: 20_000,
    interval: 50,
  });
const pods = (): readonly { readonly name: string; readonly ip: string }[] =>
  whole.cluster.api.list('pods').flatMap(({ metadata, status }) => {
    const { podIP } = status as { readonly podIP?: string };
    const there = metadata.labels?.app === 'web' && metadata.deletionTimestamp === undefined;
    return there ? [{ name: metadata.name, ip: podIP ?? '' }] : [];
  });
const patch = async (path: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const { code } = await ask(whole.api, path, { method: 'PATCH', headers, body: JSON.stringify(body) });
  expect(code).toBe(200);
};
const threeIn = (): Promise<void> =>
  vi.waitFor(
    () => {
      const { base = [], entries = [] } = recorder.read(WEB) ?? {};
      const standing = new Map(base.map(({ key, state }) => [key, state as string | null]));
      for (const entry of entries) if (isMemberEntry(entry)) standing.set(entry.member.key, entry.state);
      expect([...standing.values()].filter((state) => state === 'in')).toHaveLength(3);
    },
    { timeout: 30_000, interval: 50 },
  );

beforeAll(async () => {
  whole = await startWholeCluster(MANIFEST);
  const kubeconfig = await loadKubeconfig({ paths: [whole.kubeconfig], required: true });
  const credentials = credentialSource(kubeconfig.target('servicescope-training'));
  const { signal } = end;
  const api = openConnection({ credentials, userAgent: 'servicescope/test', signal });
  watch = watchCluster({ api, namespace: 'default', signal });
  recorder = recordHistory({ watch, now: () => Date.now() + (api.clockSkewMs() ?? 0), changed: () => undefined });
  watch.focus(WEB);
  await threeIn();
}, 60_000);

afterAll(async () => {
  end.abort();
  await whole.stop();
  expect(whole.errors).toEqual([]);
});

it('a Pod turns not ready and ready again, in the words of its probe', { timeout: 60_000 }, async () => {
  const [{ name, ip } = { name: '', ip: '' }] = pods();
  const again = (): number => told().filter((line) => line === `${name} Gets traffic: The Pod is Ready.`).length;
  const before = again();
  await exec(whole.api, name, ['curl', '-s', '-X', 'POST', `http://${ip}:9898/readyz/disable`]);
  await tells(`${name} Listed, no traffic: The readiness probe of container main fails: Readiness probe failed:`);
  await exec(whole.api, name, ['curl', '-s', '-X', 'POST', `http://${ip}:9898/readyz/enable`]);
  await vi.waitFor(() => expect(again()).toBe(before + 1), { timeout: 20_000, interval: 50 });
});

it('a label changes: one Pod leaves for it, and the ReplicaSet makes another', { timeout: 60_000 }, async () => {
  const [{ name } = { name: '' }] = pods();
  await patch(`/api/v1/namespaces/default/pods/${name}`, { metadata: { labels: { app: 'debug' } } });
  await tells(`${name} Left: The Pod’s labels changed: app from web to debug.`, 'Entered', 'made by ReplicaSet web.');
  await threeIn();
});

it('the selector changes, and changes back', { timeout: 60_000 }, async () => {
  const names = pods().map(({ name }) => name);
  const select = (app: string): Promise<void> =>
    patch('/api/v1/namespaces/default/services/web', { spec: { selector: { app } } });
  await select('nobody');
  const from = 'The Service’s selector changed from app=web to app=nobody.';
  await tells('spec.selector changed from app=web to app=nobody.', ...names.map((name) => `${name} Left: ${from}`));
  await select('web');
  const back = 'The Service’s selector changed from app=nobody to app=web.';
  await tells(...names.map((name) => `${name} Entered: ${back}`));
});

it('a Pod is evicted, as by kubectl drain', { timeout: 60_000 }, async () => {
  const [{ name } = { name: '' }] = pods();
  const body = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
  const headers = { 'content-type': 'application/json' };
  const path = `/api/v1/namespaces/default/pods/${name}/eviction`;
  expect((await ask(whole.api, path, { method: 'POST', headers, body })).code).toBe(201);
  await tells(`${name} Left: The Pod was ended by an eviction, as kubectl drain asks for`);
  await threeIn();
});

it('a Pod is deleted by somebody, all by their ReplicaSet', { timeout: 60_000 }, async () => {
  const [{ name } = { name: '' }] = pods();
  await ask(whole.api, `/api/v1/namespaces/default/pods/${name}`, { method: 'DELETE' });
  await tells(`${name} Left: The Pod was deleted. The API does not say who deleted it.`);
  await threeIn();
  // Not because of the selector, which changed a moment before.
  expect(
    told()
      .filter((line) => line.includes('Entered'))
      .at(-1),
  ).toContain('made by ReplicaSet web.');
  const names = pods().map((pod) => pod.name);
  await patch('/apis/apps/v1/namespaces/default/replicasets/web', { spec: { replicas: 0 } });
  await tells(...names.map((each) => `${each} Left: The Pod was deleted by ReplicaSet web:`));
});

it('what was told, replayed, is who is in now: nobody', () => {
  const { base = [], entries = [], gaps } = recorder.read(WEB) ?? {};
  const standing = new Set(base.map(({ key }) => key));
  for (const entry of entries) {
    if (!isMemberEntry(entry)) continue;
    if (entry.state === null) standing.delete(entry.member.key);
    else standing.add(entry.member.key);
  }
  expect([...standing]).toEqual([]);
  expect(gaps).toEqual([]);
});

it(
  'learns who deleted Pods while no page was open, though their ReplicaSet has none left',
  { timeout: 60_000 },
  async () => {
    watch.focus(null);
    const scale = (replicas: number): Promise<void> =>
      patch('/apis/apps/v1/namespaces/default/replicasets/web', { spec: { replicas } });
    await scale(3);
    await threeIn();
    const names = pods().map(({ name }) => name);
    await scale(0);
    await tells(...names.map((name) => `${name} Left: The Pod was deleted. The API does not say who deleted it.`));
    await vi.waitFor(() => expect(pods()).toEqual([]), { timeout: 20_000, interval: 50 });
    watch.focus(WEB);
    await tells(...names.map((name) => `${name} Left: The Pod was deleted by ReplicaSet web:`));
  },
);

it('learns what the probe of a Pod said that turned and went while no page was open', { timeout: 60_000 }, async () => {
  watch.focus(null);
  await patch('/apis/apps/v1/namespaces/default/replicasets/web', { spec: { replicas: 3 } });
  await threeIn();
  const [{ name, ip } = { name: '', ip: '' }] = pods();
  await exec(whole.api, name, ['curl', '-s', '-X', 'POST', `http://${ip}:9898/readyz/disable`]);
  const turned = `${name} Listed, no traffic: The readiness probe of container main fails`;
  await tells(turned);
  expect(told().filter((line) => line.includes(`${turned}: `))).toEqual([]);
  await ask(whole.api, `/api/v1/namespaces/default/pods/${name}`, { method: 'DELETE' });
  await tells(`${name} Left: `);
  await vi.waitFor(() => expect(pods().map((pod) => pod.name)).not.toContain(name), { timeout: 20_000, interval: 50 });
  watch.focus(WEB);
  await tells(`${turned}: Readiness probe failed:`);
});
