import { describe, expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { scriptedApi, type Step } from '../../test/support/scripted-api.ts';
import { createDataPlaneReader, readDataPlane, recognise } from './data-plane.ts';
import type { ApiRequest } from './kube-api.ts';
import { podsElsewhere } from './pods-elsewhere.ts';

const never = new AbortController().signal;
const pod = (namespace: string, name: string, more: object = {}): object => ({
  metadata: { uid: `${namespace}/${name}`, namespace, name, labels: { app: 'web' } },
  ...more,
});
const proxy = (name: string, ready: 'True' | 'False'): object => ({
  metadata: { uid: name, name },
  spec: { nodeName: `node-of-${name}` },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});
const daemonSet = (name: string): object => ({ metadata: { uid: name, name } });
const forbidden = (resource: string): Failure =>
  failure('api.forbidden', { verb: 'list', resource, namespace: null, message: '' });

describe('Pods with the same labels elsewhere', () => {
  it('are counted by namespace, most first, by one bounded list of metadata', async () => {
    const requests: ApiRequest[] = [];
    const names = ['1', '2', '3', '4'];
    const list = [pod('b', '1'), ...names.map((name) => pod('c', name)), pod('a', '1'), pod('own', '1')];
    expect(await podsElsewhere(scriptedApi([{ list }], requests), { app: 'web' }, 'own', never)).toEqual({
      namespaces: [
        { namespace: 'c', pods: 4, examples: ['1', '2', '3'] },
        { namespace: 'a', pods: 1, examples: ['1'] },
        { namespace: 'b', pods: 1, examples: ['1'] },
      ],
      whole: true,
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.query).toMatchObject({ labelSelector: 'app=web', limit: '500' });
    expect(requests[0]?.accept).toContain('PartialObjectMetadataList');
  });

  it('are nobody for an empty selector, and for one that means something else to the API server', async () => {
    const requests: ApiRequest[] = [];
    expect(await podsElsewhere(scriptedApi([], requests), {}, 'own', never)).toEqual({ namespaces: [], whole: true });
    expect(requests).toEqual([]);
    const odd = podsElsewhere(scriptedApi([{ list: [pod('a', '1')] }], requests), { app: 'web,x' }, 'own', never);
    expect((await odd).namespaces).toEqual([]);
  });

  it('are unknown where they may not be listed', async () => {
    const denied = podsElsewhere(scriptedApi([forbidden('pods')], []), { app: 'web' }, 'own', never);
    await expect(denied).rejects.toMatchObject({ failure: forbidden('pods') });
  });
});

const NONE: Step = { list: [] };
const SLOW = failure('connect.timeout', { host: 'x', seconds: 10 });

describe('the data plane', () => {
  it.each<[string, readonly Step[], object]>([
    [
      "kube-proxy's Pods, counted, and those not Ready named",
      [{ list: [proxy('a', 'True'), proxy('b', 'False')] }],
      {
        ...{ kind: 'kube-proxy', selector: 'k8s-app=kube-proxy', total: 2, ready: 1 },
        notReady: [{ pod: 'b', node: 'node-of-b' }],
      },
    ],
    [
      'by the other label',
      [NONE, { list: [proxy('a', 'True')] }],
      { kind: 'kube-proxy', selector: 'component=kube-proxy', total: 1, ready: 1 },
    ],
    [
      'another one by its DaemonSet',
      [NONE, NONE, { list: [daemonSet('fluentd'), daemonSet('cilium')] }],
      { kind: 'other', name: 'Cilium', daemonSet: 'cilium' },
    ],
    ['nothing that is known', [NONE, NONE, { list: [daemonSet('calico-node')] }], { kind: 'unrecognised' }],
    ['no such kind', [NONE, NONE, failure('api.not-found', { kind: '', name: '' })], { kind: 'unrecognised' }],
    ['Pods denied', [forbidden('pods')], { kind: 'denied', verb: 'list', resource: 'pods' }],
    ['DaemonSets denied', [NONE, NONE, forbidden('daemonsets')], { kind: 'denied', resource: 'daemonsets' }],
  ])('%s', async (_name, steps, plane) => {
    expect(await readDataPlane(scriptedApi(steps, []))).toMatchObject(plane);
  });

  it.each([
    ['anetd', 'Cilium'],
    ['kube-router', 'kube-router'],
    ['ovnkube-node', 'OVN-Kubernetes'],
    ['ovn-kubernetes', 'OVN-Kubernetes'],
  ])('%s is %s', (daemonSetName, name) => {
    expect(recognise([daemonSetName])).toEqual({ kind: 'other', name, daemonSet: daemonSetName });
  });
  it('is not believed of a name that only begins alike', () => {
    expect(recognise(['cilium-envoy', 'ovnkubernetes'])).toEqual({ kind: 'unrecognised' });
  });

  it('is asked once in two minutes, again where it was not told, and again after a failure', async () => {
    const clock = createFakeClock();
    const requests: ApiRequest[] = [];
    const ready: Step = { list: [proxy('a', 'True')] };
    const api = scriptedApi([SLOW, forbidden('pods'), ready, ready], requests);
    const read = createDataPlaneReader(clock);
    await expect(read(api)).rejects.toMatchObject({ failure: SLOW });
    expect(await read(api)).toMatchObject({ kind: 'denied' });
    const [one, two] = await Promise.all([read(api), read(api)]);
    expect(one).toBe(two);
    expect(requests).toHaveLength(3);
    await clock.advance(119_999);
    await read(api);
    expect(requests).toHaveLength(3);
    await clock.advance(1);
    expect(await read(api)).toMatchObject({ kind: 'kube-proxy' });
    expect(requests).toHaveLength(4);
  });
});
