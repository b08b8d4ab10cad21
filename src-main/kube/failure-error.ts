import type { Failure } from '#shared/ipc/failure.ts';

/** Carries a Failure through code that throws. Caught where a Result or a WatchState is made. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}
