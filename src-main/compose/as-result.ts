import { failure } from '#shared/ipc/failure.ts';
import { failed, ok, type Result } from '#shared/ipc/result.ts';
import { FailureError } from '../kube/failure-error.ts';
import { redact } from '#shared/kube/redact.ts';

/** Runs the answer to a request and makes a value of whatever comes of it: errors never cross IPC as exceptions. */
export async function asResult<T>(answer: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return ok(await answer());
  } catch (error) {
    if (error instanceof FailureError) return failed(error.failure);
    return failed(failure('internal', { detail: redact(error instanceof Error ? error.message : String(error)) }));
  }
}
