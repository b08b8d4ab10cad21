import { screen, within } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { builtRun } from '../../test/renderer/built-run.ts';
import { aScene, firstBatch } from '../../test/renderer/scene.ts';
import { aService } from '../../test/support/builders.ts';
import { en } from '#shared/messages/en.ts';
import type { HitError } from '#shared/traffic/hit.ts';

const KINDS: readonly HitError[] = ['refused', 'timeout', 'reset', 'dns'];

it('shows p50 and p99 of the answers, each kind of error and each status above 399, with its number', async () => {
  const run = builtRun({ pods: ['a', 'b'], sides: ['None'], perSide: 100 });
  const hits = run.hits.map((hit, index) => {
    if (index < 90) return { ...hit, latencyMs: index < 88 ? 2 : 40, status: index === 5 ? 503 : 200 };
    return { ...hit, latencyMs: null, status: null, pod: null, rule: null, error: KINDS[index % 4] ?? 'other' };
  });
  const batches = [firstBatch([aService({ meta: { name: 'myapp-svc' } })])];
  await mountApp(aScene({ batches, hash: '#/traffic/default/myapp-svc', runs: [{ ...run, hits }] }));
  const words = en.screens.traffic.results;
  const fact = async (term: string): Promise<string> => {
    const [found] = await screen.findAllByText(term, { selector: 'dt' });
    return within(found?.parentElement as HTMLElement).getByRole('definition').textContent;
  };
  expect(Number.parseFloat(await fact(`${words.latency} ${words.p50}`))).toBeCloseTo(2, 0);
  expect(Number.parseFloat(await fact(words.p99))).toBeGreaterThan(30);
  const counts = await Promise.all(KINDS.map((kind) => fact(en.traffic.error[kind].label)));
  expect(counts).toEqual(['2', '2', '3', '3']);
  expect(await fact(words.status(503))).toBe('1');
});
