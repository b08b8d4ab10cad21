import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import { anEvent, COURSE_PODS, MYAPP, sliceOf } from '../../test/renderer/course-cluster.ts';
import { type MountedApp, mountApp } from '../../test/renderer/mount-app.ts';
import { laterBatch, type Scene } from '../../test/renderer/scene.ts';
import { FINDING_SCENES, findingScene } from '../../test/renderer/scenes-findings.ts';
import { aContainer, aContainerStatus, anEndpointOf, conditionsOf } from '../../test/support/builders.ts';

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

describe('what the rules read besides', { timeout: 30_000 }, () => {
  it('the Events: what the readiness probe got', async () => {
    const scene = FINDING_SCENES['findings-readiness']?.();
    if (scene === undefined) throw new Error('no scene');
    const { deliver } = await openFindings(scene);
    const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    await deliver(laterBatch(2, [anEvent('myapp-rs-a', 2, { reason: 'Unhealthy', message })]));
    expect(codes()).toEqual(['readiness-probe-fails']);
    expect(screen.getByRole('article').textContent).toContain(`Kubernetes says: ${message}`);
  });
});
