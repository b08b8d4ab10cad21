import type { Failure } from '#shared/ipc/failure.ts';

/** What a reflector does about a failure. */
export interface Recovery {
  /** True: the resourceVersion is of no more use, and everything has to be read again. */
  readonly relist: boolean;
  /**
   * soon: at once, unless that was done a moment ago. backoff: 0.8 to 30 s. refused: 30 s and more.
   * A number: what Retry-After asks for, in seconds.
   */
  readonly wait: 'soon' | 'backoff' | 'refused' | number;
}

/** Pure. Sources: client-go tools/cache reflector; kubernetes-facts, part 6. */
export function recoveryFrom(reason: Failure): Recovery {
  switch (reason.code) {
    case 'api.gone':
    case 'api.garbled':
      return { relist: true, wait: 'soon' };
    case 'api.busy':
      return { relist: false, wait: reason.parameters.retryAfterSeconds };
    // Asking again soon would not give other credentials, rights or an API that is not served.
    case 'api.unauthorized':
    case 'api.forbidden':
    case 'api.not-found':
      return { relist: false, wait: 'refused' };
    // Such as a resourceVersion the server cannot read.
    case 'api.rejected':
    case 'internal':
      return { relist: true, wait: 'backoff' };
    default:
      return { relist: false, wait: 'backoff' };
  }
}
