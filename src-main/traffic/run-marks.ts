/** The four marks every temporary object of ours carries. The sweep touches nothing that lacks one of them. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
export const MANAGED_BY = 'servicescope';
/** uuid of this installation. */
export const INSTANCE_LABEL = 'servicescope.dev/instance';
export const RUN_LABEL = 'servicescope.dev/run';
/** RFC 3339 by the API server's clock: when everything of the run is gone even with no app alive. */
export const EXPIRES_AT_ANNOTATION = 'servicescope.dev/expires-at';

/** Who made something, for which run, until when. */
export interface RunMarks {
  readonly instance: string;
  /** 16 hexadecimal digits. */
  readonly run: string;
  /** Milliseconds since 1970 by the API server's clock. */
  readonly expiresAt: number;
}

export function runLabels(marks: RunMarks): Readonly<Record<string, string>> {
  return { [MANAGED_BY_LABEL]: MANAGED_BY, [INSTANCE_LABEL]: marks.instance, [RUN_LABEL]: marks.run };
}

export function runAnnotations(marks: RunMarks): Readonly<Record<string, string>> {
  return { [EXPIRES_AT_ANNOTATION]: new Date(marks.expiresAt).toISOString() };
}

/** Selects everything of one run. */
export function runSelector(run: string): string {
  return `${MANAGED_BY_LABEL}=${MANAGED_BY},${RUN_LABEL}=${run}`;
}

/** Names are short enough for a label's value, which a Job writes its name into. */
export function anchorName(run: string): string {
  return `servicescope-${run}`;
}

export function twinName(run: string): string {
  return `servicescope-twin-${run}`;
}
