import { describe, expect, it } from 'vitest';
import type { KubeEvent } from '#shared/kube/kube-event.ts';
import type { Namespace } from '#shared/kube/node.ts';
import { createByteQueue } from './byte-queue.ts';
import { parseExecStatus } from './exec-exit.ts';
import { createFocusedEvents } from './focused-events.ts';
import { presentable } from './object-yaml.ts';
import { parseProxyMode } from './proxy-mode.ts';
import { parseServer, pathPrefix, showServer, socketHost, socketPort } from './server-url.ts';
import { createStore } from './store.ts';
import { collectionPath, objectPath } from './watch-targets.ts';

const meta = (uid: string, resourceVersion: string): Namespace['meta'] => ({
  uid,
  resourceVersion,
  namespace: '',
  name: uid,
  creationTimestamp: '',
  deletionTimestamp: null,
  labels: {},
  ownerReferences: [],
});
const namespace = (uid: string, version: string): Namespace => ({ kind: 'Namespace', meta: meta(uid, version) });

describe('a store', () => {
  it('tells real differences only', () => {
    const dirty: string[] = [];
    const store = createStore<Namespace>((uid) => dirty.push(uid));
    store.put(namespace('a', '1'));
    store.put(namespace('a', '1'));
    store.put(namespace('b', '1'));
    store.put(namespace('a', '2'));
    store.remove('nobody');
    store.keepOnly(new Set(['a']));
    expect(dirty).toEqual(['a', 'b', 'a', 'b']);
    expect([...store.values()].map((each) => each.meta.resourceVersion)).toEqual(['2']);
  });

  it('compares no empty version', () => {
    const dirty: string[] = [];
    const store = createStore<Namespace>((uid) => dirty.push(uid));
    store.put(namespace('a', ''));
    store.put(namespace('a', ''));
    expect(dirty).toHaveLength(2);
  });
});

function event(uid: string, about: string, lastSeen = '2026', kind = 'Pod'): KubeEvent {
  const involved = { kind, namespace: 'shop', name: about, uid: about };
  return {
    kind: 'Event',
    meta: meta(uid, '1'),
    type: 'Normal',
    reason: '',
    message: '',
    count: 1,
    lastSeen,
    source: '',
    container: null,
    involved,
  };
}

describe('Events of the Service in focus', () => {
  it('shows one that came before its Pod was known, and keeps it when the Pod is gone', () => {
    const store = createStore<KubeEvent>(() => undefined);
    let members: string[] = [];
    const events = createFocusedEvents(store, () => members);
    events.put(event('e1', 'pod-a'));
    events.put(event('e2', 'stranger'));
    expect(store.size).toBe(0);
    members = ['pod-a'];
    events.refresh();
    expect([...store.values()].map(({ meta: { uid } }) => uid)).toEqual(['e1']);
    members = [];
    events.refresh();
    events.put(event('e3', 'pod-a'));
    expect(store.size).toBe(2);
    events.remove('e1');
    expect(store.size).toBe(1);
  });

  it('holds 500 shown and 2,000 in all, the newest', () => {
    const store = createStore<KubeEvent>(() => undefined);
    const events = createFocusedEvents(store, () => ['pod-a']);
    events.refresh();
    for (let at = 0; at < 3_000; at += 1) events.put(event(`e${String(at)}`, 'pod-a', String(10_000 + at)));
    expect(store.size).toBe(500);
    expect(store.get('e2999')).toBeDefined();
    expect(store.get('e100')).toBeUndefined();
    expect(events.size).toBe(2_000);
    events.put(event('owner', 'pod-a', '20260', 'ReplicaSet'));
    expect(store.get('owner')).toBeDefined();
    events.put(event('node', 'pod-a', '2026', 'Node'));
    expect(store.get('node')).toBeUndefined();
  });
});

describe("an API server's address", () => {
  it.each([
    ['https://10.0.0.1:6443', '10.0.0.1', 6443, ''],
    ['https://[fd00::1]', 'fd00::1', 443, ''],
    ['http://localhost:8001/', 'localhost', 8001, ''],
    ['https://rancher.example/k8s/clusters/c-1/', 'rancher.example', 443, '/k8s/clusters/c-1'],
  ])('%s', (text, host, port, prefix) => {
    const url = parseServer(text);
    expect(url).not.toBeNull();
    if (url !== null) expect([socketHost(url), socketPort(url), pathPrefix(url)]).toEqual([host, port, prefix]);
  });

  it.each(['', 'example.com:6443', 'ftp://x', 'https://me:hush@x', 'https://', 'unix:///x'])('%s is none', (text) =>
    expect(parseServer(text)).toBeNull(),
  );

  it('is shown without a password', () => expect(showServer('https://me:hush@x/y')).toBe('https://x/y'));
});

describe('paths', () => {
  it.each([
    [collectionPath('Pod', null), '/api/v1/pods'],
    [collectionPath('EndpointSlice', 'a'), '/apis/discovery.k8s.io/v1/namespaces/a/endpointslices'],
    [collectionPath('Node', 'ignored'), '/api/v1/nodes'],
    [collectionPath('DaemonSet', 'a'), '/apis/apps/v1/namespaces/a/daemonsets'],
    [collectionPath('NetworkPolicy', 'a'), '/apis/networking.k8s.io/v1/namespaces/a/networkpolicies'],
    [objectPath('Service', { namespace: 'a', name: '../x' }), '/api/v1/namespaces/a/services/..%2Fx'],
  ])('%s', (path, expected) => expect(path).toBe(expected));
});

describe("kube-proxy's mode", () => {
  const config = (mode: string): string => `kind: KubeProxyConfiguration\n${mode}`;
  it.each([
    [config('mode: nftables'), 'nftables'],
    [config('mode: ipvs'), 'ipvs'],
    [config('mode: ""'), 'iptables'],
    [config(''), 'iptables'],
    [config('mode: userspace'), 'unknown'],
    ['kind: Other', 'unknown'],
    ['{', 'unknown'],
    [null, 'unknown'],
  ])('%j is %s', (text, mode) => expect(parseProxyMode(text)).toBe(mode));
});

describe('YAML', () => {
  it('shows neither managedFields nor what was applied', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'kept' };
    expect(presentable({ kind: 'Pod', metadata: { name: 'a', managedFields: [], annotations } })).toEqual({
      kind: 'Pod',
      metadata: { name: 'a', annotations: { mine: 'kept' } },
    });
    expect(
      presentable({
        metadata: { name: 'a', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
      }),
    ).toEqual({
      metadata: { name: 'a' },
    });
  });
});

describe('how a process ended', () => {
  it.each([
    ['{"status":"Success"}', { kind: 'exited', code: 0 }],
    [
      '{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"42"}]}}',
      { kind: 'exited', code: 42 },
    ],
    ['{"status":"Failure","message":"container not found"}', { kind: 'lost', detail: 'container not found' }],
    ['{"status":"Failure"}', { kind: 'lost', detail: 'no exit code' }],
    ['plain text of v1', { kind: 'lost', detail: 'plain text of v1' }],
  ])('%s', (text, exit) => expect(parseExecStatus(Buffer.from(text))).toEqual(exit));
});

describe('bytes on their way to a reader', () => {
  it('stop the socket above the mark and start it below half of it', async () => {
    const told: boolean[] = [];
    const queue = createByteQueue(10, (stop) => told.push(stop));
    for (let n = 0; n < 4; n += 1) queue.push(Buffer.alloc(4));
    expect(told).toEqual([true]);
    queue.end();
    queue.push(Buffer.alloc(4));
    let bytes = 0;
    for await (const chunk of queue) bytes += chunk.length;
    expect(bytes).toBe(16);
    expect(told).toEqual([true, false]);
  });
});
