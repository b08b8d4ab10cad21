import type { Failure } from '#shared/ipc/failure.ts';
import { FailureError } from '../kube/failure-error.ts';

const PAUSE_MS = 500;

/**
 * How long to wait, in milliseconds, before the API server is asked again after a failure that may pass by itself: it is
 * busy (429, or 5xx with Retry-After), failed within, or is out of reach for a moment. Null where another try would not do
 * better.
 */
export function retryPause(error: unknown): number | null {
  if (!(error instanceof FailureError)) return null;
  const { failure } = error;
  if (failure.code === 'api.busy') return failure.parameters.retryAfterSeconds * 1_000;
  return mayPass(failure) ? PAUSE_MS : null;
}

function mayPass({ code }: Failure): boolean {
  return code === 'api.failed' || code.startsWith('connect.');
}
