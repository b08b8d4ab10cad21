import { fireEvent, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { builtRun } from '../../test/renderer/built-run.ts';
import { anEvent, COURSE_PODS, MYAPP, NODES, sliceOf } from '../../test/renderer/course-cluster.ts';
import { metaOf } from '../../test/renderer/meta.ts';
import { type MountedApp, mountApp } from '../../test/renderer/mount-app.ts';
import { laterBatch, type Scene } from '../../test/renderer/scene.ts';
import { FINDING_SCENES, findingScene } from '../../test/renderer/scenes-findings.ts';
import {
  aContainer,
  aContainerStatus,
  anEndpointOf,
  anEndpoints,
  aSubset,
  conditionsOf,
} from '../../test/support/builders.ts';

// What the window knows reaches the findings: one scene for each thing the rules read, and what they say of it.

const codes = (): (string | undefined)[] => screen.getAllByRole('article').map((article) => article.dataset.code);
async function openFindings(scene: Scene): Promise<MountedApp> {
  const app = await mountApp(scene);
  await fireEvent.click(screen.getByRole('tab', { name: /^Findings/ }));
  return app;
}
const WELL = [...COURSE_PODS, sliceOf(MYAPP, COURSE_PODS)];
const NAMES = COURSE_PODS.map(({ meta }) => meta.name);

describe('what a traffic test learned', { timeout: 30_000 }, () => {
  /** All of it refused or too slow. */
  const failed = builtRun({ pods: NAMES, sides: ['None'], failEvery: 1 });
  const notReady = COURSE_PODS.map((pod) => ({ ...pod, conditions: conditionsOf(false) }));
  const listed = sliceOf(MYAPP, [], 8080, {
    endpoints: notReady.map((pod) => anEndpointOf(pod, { ready: false, serving: false })),
  });

  it('is told while the endpoints are those that were asked', async () => {
    await openFindings(findingScene({}, WELL, { runs: [failed] }));
    expect(codes()).toEqual(['traffic-hangs', 'traffic-refused']);
  });

  it('is not told of Pods that were made ready since: nobody was, when it was refused', async () => {
    const refused = { ...failed, status: { ...failed.status, members: [] } };
    const { deliver } = await openFindings(findingScene({}, [...notReady, listed], { runs: [refused] }));
    expect(codes()).toEqual(['pod-not-ready']);
    await deliver(laterBatch(2, WELL));
    await vi.waitFor(() => expect(codes()).toEqual(['nothing-visible']));
  });

  it('is not told of a Pod that was started anew since', async () => {
    const { deliver } = await openFindings(findingScene({}, WELL, { runs: [failed] }));
    const startedAt = new Date(Date.now() + 5_000).toISOString();
    const status = aContainerStatus({ state: { kind: 'running', startedAt } });
    const [first] = COURSE_PODS;
    if (first === undefined) throw new Error('no Pod');
    await deliver(laterBatch(2, [{ ...first, containers: [aContainer({ name: 'myapp', status })] }]));
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('is not told of a Service that was made anew under the name of the one that was asked', async () => {
    const run = { ...failed, status: { ...failed.status, serviceUid: 'uid-of-another' } };
    await openFindings(findingScene({}, WELL, { runs: [run] }));
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('nor is the port that it was to ask', async () => {
    const request = { ...failed.status.request, port: 8080 };
    const run = { ...failed, status: { ...failed.status, request, serviceUid: 'uid-of-another' } };
    await openFindings(findingScene({}, WELL, { runs: [run] }));
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('is not told any more when the NetworkPolicies are other ones', async () => {
    const meta = metaOf('NetworkPolicy', { name: 'guard' });
    const rules = [{ fromAnywhere: true, fromEveryPod: true, ports: [] }];
    const guard = { kind: 'NetworkPolicy', meta, podSelector: [], ingress: true, rules } as const;
    const { deliver } = await openFindings(findingScene({}, [...WELL, guard], { runs: [failed] }));
    expect(codes()).toEqual(['traffic-hangs', 'traffic-refused']);
    await deliver(laterBatch(2, [{ ...guard, meta: { ...meta, resourceVersion: '9' } }]));
    expect(codes()).toEqual(['traffic-hangs', 'traffic-refused']);
    await deliver(laterBatch(3, [], [guard]));
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('names the endpoint that refuses', async () => {
    const [bad = ''] = NAMES;
    const run = builtRun({ pods: NAMES, sides: ['None'] });
    const hits = run.hits.map((hit) =>
      hit.pod === bad
        ? { ...hit, pod: null, rule: null, status: null, latencyMs: null, error: 'refused' as const }
        : hit,
    );
    await openFindings(findingScene({}, WELL, { runs: [{ ...run, hits }] }));
    expect(codes()).toEqual(['traffic-refused']);
    expect(screen.getByRole('article').textContent).toContain(`Pod ${bad} never answered while others did`);
  });

  it('is told of answers that broke off and of those by which the server failed', async () => {
    const run = builtRun({ pods: NAMES, sides: ['None'] });
    const hits = run.hits.map((hit, index) =>
      index % 2 === 0
        ? { ...hit, status: 503 }
        : { ...hit, pod: null, rule: null, status: null, latencyMs: null, error: 'reset' as const },
    );
    await openFindings(findingScene({}, WELL, { runs: [{ ...run, hits }] }));
    expect(codes()).toEqual(['traffic-server-errors', 'traffic-breaks']);
  });
});

const LOST = failure('connect.lost', { host: '', detail: { code: 'watch-closed' } });
const stale = () => ({ phase: 'stale', since: Date.now(), whole: true, reason: LOST, retryAt: null }) as const;
const article = (name: RegExp): string => screen.getByRole('article', { name }).textContent;
const forbidden = (namespace: string | null) =>
  failure('api.forbidden', { verb: 'list', resource: 'pods', namespace, message: '' });

describe('what the rules read besides', { timeout: 30_000 }, () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  /** Seconds pass by the clock of the window, which ticks once; frames and promises go on as ever. */
  const frozen = (): ((seconds: number) => Promise<void>) => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    return async (seconds) => {
      vi.setSystemTime(Date.now() + (seconds - 1) * 1_000);
      vi.advanceTimersByTime(1_000);
      await tick();
      await new Promise((resolve) => setTimeout(resolve));
      await tick();
    };
  };

  it('the Events: what the readiness probe got', async () => {
    const scene = FINDING_SCENES['findings-readiness']?.();
    if (scene === undefined) throw new Error('no scene');
    const { deliver } = await openFindings(scene);
    const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    await deliver(laterBatch(2, [anEvent('myapp-rs-a', 2, { reason: 'Unhealthy', message })]));
    expect(codes()).toEqual(['readiness-probe-fails']);
    expect(screen.getByRole('article').textContent).toContain(`Kubernetes says: ${message}`);
  });

  it('the Nodes: who has no endpoint under a traffic policy Local', async () => {
    const here = COURSE_PODS.filter(({ nodeName }) => nodeName === 'kube-node1');
    const { deliver } = await openFindings(
      findingScene({ internalTrafficPolicy: 'Local' }, [...here, sliceOf(MYAPP, here)]),
    );
    expect(codes()).toEqual(['internal-local-without-endpoint']);
    const broken = NODES.filter(({ meta }) => meta.name !== 'kube-node1').map((node) => ({ ...node, ready: false }));
    await deliver(laterBatch(2, broken));
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('the NetworkPolicies of the namespace', async () => {
    const { deliver } = await openFindings(findingScene({}, WELL));
    expect(codes()).toEqual(['nothing-visible']);
    const meta = metaOf('NetworkPolicy', { name: 'guard' });
    await deliver(laterBatch(2, [{ kind: 'NetworkPolicy', meta, podSelector: [], ingress: true, rules: [] }]));
    expect(codes()).toEqual(['network-policy-denies']);
  });

  it('the Endpoints beside the slices, once both have had their time', async () => {
    const pass = frozen();
    const meta = { name: 'myapp-svc', namespace: 'default' };
    const endpoints = anEndpoints({ meta, subsets: [aSubset(['10.244.1.12'])] });
    const { deliver } = await openFindings(findingScene({}, [...WELL, endpoints]));
    expect(codes()).toEqual(['nothing-visible']);
    await pass(11);
    expect(codes()).toEqual(['endpoints-differ']);
    await deliver({ ...laterBatch(2, []), states: { Endpoints: stale() } });
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('the port that the last run was to ask', async () => {
    const run = builtRun({ pods: NAMES, sides: ['None'] });
    const request = { ...run.status.request, port: 8080 };
    await openFindings(findingScene({}, WELL, { runs: [{ ...run, status: { ...run.status, request } }] }));
    expect(codes()).toEqual(['port-not-in-service']);
  });

  it('kube-proxy: asked again after two minutes, and a Node that is not Ready is not its trouble', async () => {
    const pass = frozen();
    const { transport, asked, deliver } = await openFindings(findingScene({}, WELL));
    expect([codes(), asked('cluster.dataPlane')]).toEqual([['nothing-visible'], [null]]);
    await pass(100);
    expect(asked('cluster.dataPlane')).toHaveLength(1);
    transport.answer('cluster.dataPlane', {
      ...{ kind: 'kube-proxy', selector: 'component=kube-proxy', total: 3, ready: 2 },
      notReady: [{ pod: 'kube-proxy-x', node: 'kube-node2' }],
    });
    await pass(30);
    expect(asked('cluster.dataPlane')).toHaveLength(2);
    expect(codes()).toEqual(['kube-proxy-not-ready']);
    expect(screen.getByRole('article').textContent).toContain('get po -l component=kube-proxy');
    expect(screen.getByRole('article').textContent).toContain('Pod kube-system/kube-proxy-x');
    const broken = NODES.filter(({ meta }) => meta.name === 'kube-node2').map((node) => ({ ...node, ready: false }));
    await deliver(laterBatch(2, broken));
    expect(codes()).toEqual(['nothing-visible']);
  });

  it('what may not be looked at: other namespaces and kube-system, each with its permission', async () => {
    const denied = { kind: 'denied', verb: 'list', resource: 'pods' } as const;
    const lost = findingScene({ selector: { app: 'nobody' } }, [sliceOf(MYAPP, [])], { dataPlane: denied });
    await openFindings({ ...lost, elsewhere: forbidden(null) });
    await vi.waitFor(() => expect(codes()).toEqual(['kind-unknown', 'kind-unknown', 'selector-matches-no-pod']));
    expect(article(/Pods of other namespaces/)).toContain('The permission list pods is missing.');
    expect(article(/Pods of other namespaces/)).toContain('auth can-i list pods -A');
    expect(article(/kube-proxy may not/)).toContain('The permission list pods is missing in namespace kube-system.');
  });

  it('how fresh each kind is: slices whose watch is broken are behind, and the controller is not to blame', async () => {
    const pass = frozen();
    const { deliver } = await openFindings(findingScene({}, WELL));
    const [gone] = COURSE_PODS;
    if (gone === undefined) throw new Error('no Pod');
    await deliver({ ...laterBatch(2, [], [gone]), states: { EndpointSlice: stale() } });
    await pass(60);
    expect(codes()).not.toContain('slices-lag');
    await deliver({ ...laterBatch(3, []), states: { EndpointSlice: { phase: 'synced', since: Date.now() } } });
    expect(codes()).not.toContain('slices-lag');
    await pass(11);
    expect(codes()).toContain('slices-lag');
  });
});
