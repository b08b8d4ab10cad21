import { failure } from '#shared/ipc/failure.ts';
import type { Handlers } from '../ipc/answer-request.ts';
import { changeObject } from '../kube/change-object.ts';
import { systemClock } from '../kube/clock.ts';
import { createDataPlaneReader } from '../kube/data-plane.ts';
import { FailureError } from '../kube/failure-error.ts';
import { podsElsewhere } from '../kube/pods-elsewhere.ts';
import { asResult } from './as-result.ts';
import type { OpenClusters } from './open-clusters.ts';
import type { AppWindow } from './windows.ts';

type FindingRequests = Pick<
  Handlers<AppWindow>,
  'cluster.focus' | 'cluster.elsewhere' | 'cluster.dataPlane' | 'object.patch'
>;

/** What findings and the what-if of one Service ask for. Turning to another Service ends what was asked for the last. */
export function findingRequests(clusters: OpenClusters): FindingRequests {
  const readDataPlane = createDataPlaneReader(systemClock);
  const questions = new WeakMap<AppWindow, AbortController>();
  const turn = (window: AppWindow): AbortSignal => {
    questions.get(window)?.abort();
    const next = new AbortController();
    questions.set(window, next);
    return next.signal;
  };
  return {
    'cluster.focus': ({ service }, window) =>
      asResult(() => {
        turn(window);
        clusters.of(window)?.watch.focus(service);
        return null;
      }),
    'cluster.elsewhere': ({ selector, except }, window) =>
      asResult(() => {
        const { connection, signal } = clusters.required(window);
        return podsElsewhere(connection.api, selector, except, AbortSignal.any([signal, turn(window)]));
      }),
    'cluster.dataPlane': (_nothing, window) => asResult(() => readDataPlane(clusters.required(window).connection.api)),
    'object.patch': ({ change, dryRun }, window) =>
      asResult(() => {
        if (window.wishes.readOnly) throw new FailureError(failure('change.read-only', {}));
        const { connection, signal } = clusters.required(window);
        return changeObject(connection.api, change, { dryRun, signal });
      }),
  };
}
