import { expect, it } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import { createFakeTransport } from '../../test/renderer/fake-transport.ts';
import { manualFrames } from '../../test/renderer/manual-frames.ts';
import { aScene } from '../../test/renderer/scene.ts';
import { answersOf, total } from '#shared/traffic/tally.ts';
import { createApi } from '../api.ts';
import { TrafficRuns } from './traffic-runs.svelte.ts';

const PODS = ['a', 'b', 'c', 'd'];

it('counts every hit once, however the messages were cut', () => {
  const frames = manualFrames();
  const transport = createFakeTransport(aScene());
  const runs = new TrafficRuns(createApi(transport), frames, () => 0);
  const whole = builtRun({ pods: PODS, perSide: 500, failEvery: 10 });
  for (let from = 0; from < whole.hits.length; from += 7) {
    transport.emit('traffic', { ...whole, replace: false, hits: whole.hits.slice(from, from + 7) });
    if (from % 3 === 0) frames.paint();
  }
  frames.paint();
  const run = runs.latestOf({ namespace: 'default', name: 'myapp-svc' });
  expect(run?.id).toBe('run-1');
  for (const side of ['None', 'ClientIP'] as const) {
    const tally = run?.tally(side);
    expect(tally?.hits).toBe(500);
    if (tally === undefined) continue;
    expect(PODS.reduce((sum, pod) => sum + answersOf(tally, pod), 0) + total(tally.failures)).toBe(500);
  }
  expect([...(run?.rules ?? [])]).toEqual(['name']);
  expect(runs.latestOf({ namespace: 'default', name: 'other' })).toBeUndefined();
});

it('takes a run that is sent again for what it is: the same run, counted anew', () => {
  const frames = manualFrames();
  const transport = createFakeTransport(aScene());
  const runs = new TrafficRuns(createApi(transport), frames, () => 0);
  const whole = builtRun({ pods: PODS, perSide: 100 });
  // A window that has just loaded hears the end of a message before it is told everything.
  transport.emit('traffic', { ...whole, replace: false, hits: whole.hits.slice(150) });
  transport.emit('traffic', { ...whole, replace: true, hits: whole.hits.slice(0, 120) });
  transport.emit('traffic', { ...whole, replace: false, hits: whole.hits.slice(120) });
  frames.paint();
  expect(runs.all).toHaveLength(1);
  expect(runs.byId('run-1')?.tally('None').hits).toBe(100);
  expect(runs.byId('run-1')?.tally('ClientIP').hits).toBe(100);
});

it('knows the latest run of a Service, though a window that loads hears of it before it is told of the earlier ones', () => {
  const frames = manualFrames();
  const transport = createFakeTransport(aScene());
  const runs = new TrafficRuns(createApi(transport), frames, () => 0);
  const earlier = builtRun({ pods: PODS, perSide: 10 });
  const later = { ...earlier, run: 'run-2' };
  transport.emit('traffic', { ...later, replace: false });
  // What `traffic.subscribe` is answered with: every run, oldest first.
  transport.emit('traffic', { ...earlier, replace: true });
  transport.emit('traffic', { ...later, replace: true });
  frames.paint();
  expect(runs.latestOf({ namespace: 'default', name: 'myapp-svc' })?.id).toBe('run-2');
});
