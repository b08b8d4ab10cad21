import { expect, it } from 'vitest';
import { projectPod } from '../../src-main/kube/project-pod.ts';
import { golden, projected } from '../../test/support/golden.ts';
import { printPod } from './print-pod.ts';

interface PodCase {
  readonly object: unknown;
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

it('prints READY, STATUS and RESTARTS as kubectl get pods does', () => {
  const { now, cases } = golden<PodCase>('pods');
  expect(new Set(cases.map(({ status }) => status)).size).toBeGreaterThan(15);
  expect(cases.map(({ object }) => printPod(projected(projectPod, object), Date.parse(now)))).toEqual(
    cases.map(({ ready, status, restarts }) => ({ ready, status, restarts })),
  );
});
