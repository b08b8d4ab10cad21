import { expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { FailureError } from '../kube/failure-error.ts';
import { retryPause } from './retry-pause.ts';

it.each<[Failure, number | null]>([
  [failure('api.busy', { status: 429, retryAfterSeconds: 3 }), 3_000],
  [failure('api.failed', { status: 500, message: '' }), 500],
  [failure('connect.refused', { host: 'h', port: 1 }), 500],
  [failure('connect.lost', { host: 'h', detail: '' }), 500],
  [failure('api.forbidden', { verb: 'list', resource: 'pods', namespace: 'n', message: '' }), null],
  [failure('api.not-found', { kind: 'services', name: 'web' }), null],
  [failure('canceled', {}), null],
])('asks again after $code, or not: %#', (reason, pause) => {
  expect(retryPause(new FailureError(reason))).toBe(pause);
});

it('does not ask again after a mistake of ours', () => {
  expect(retryPause(new TypeError('x'))).toBeNull();
});
