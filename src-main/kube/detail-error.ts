import type { FailureDetail, KnownDetail } from '#shared/ipc/failure-detail.ts';

/** Something that went wrong in a way we have words for, on its way to the failure that will tell it. */
export class DetailError extends Error {
  readonly detail: KnownDetail;

  constructor(detail: KnownDetail) {
    super(detail.code);
    this.name = 'DetailError';
    this.detail = detail;
  }
}

/** What is known of an error: our own detail, or what it says itself. */
export function detailOf(error: unknown): FailureDetail {
  if (error instanceof DetailError) return error.detail;
  return error instanceof Error ? error.message : String(error);
}
