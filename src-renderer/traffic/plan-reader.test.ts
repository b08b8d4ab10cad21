import { describe, expect, it } from 'vitest';
import { PLAN, REQUEST } from '../../test/renderer/built-run.ts';
import { createFakeTransport } from '../../test/renderer/fake-transport.ts';
import { aScene } from '../../test/renderer/scene.ts';
import { ok } from '#shared/ipc/result.ts';
import type { RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { createApi } from '../api.ts';
import { PlanReader } from './plan-reader.svelte.ts';

function reader() {
  let due: (() => void) | null = null;
  const asked: { request: RunRequest; answer: (plan: RunPlan) => Promise<void> }[] = [];
  const api = {
    ...createApi(createFakeTransport(aScene())),
    planRun: (request: RunRequest) =>
      new Promise<ReturnType<typeof ok<RunPlan>>>((resolve) => {
        const answer = (plan: RunPlan): Promise<void> => {
          resolve(ok(plan));
          return Promise.resolve();
        };
        asked.push({ request, answer });
      }),
  };
  const plans = new PlanReader(api, (callback) => {
    due = callback;
    return () => {
      if (due === callback) due = null;
    };
  });
  const rest = (): void => {
    due?.();
    due = null;
  };
  return { plans, asked, rest };
}

describe('PlanReader', () => {
  it('asks once the form rests, for what it holds then', () => {
    const { plans, asked, rest } = reader();
    plans.ask({ ...REQUEST, rate: 1 });
    plans.ask({ ...REQUEST, rate: 10 });
    expect(asked).toHaveLength(0);
    rest();
    expect(asked.map(({ request }) => request.rate)).toEqual([10]);
  });

  it('never shows the answer to an older question', async () => {
    const { plans, asked, rest } = reader();
    plans.ask({ ...REQUEST, rate: 1 });
    rest();
    plans.ask({ ...REQUEST, rate: 2 });
    rest();
    await asked[1]?.answer({ ...PLAN, deadlineSeconds: 2 });
    await asked[0]?.answer({ ...PLAN, deadlineSeconds: 1 });
    await Promise.resolve();
    expect(plans.state).toMatchObject({ phase: 'planned', plan: { deadlineSeconds: 2 } });
    expect(plans.answered).toBe(JSON.stringify({ ...REQUEST, rate: 2 }));
  });
});
