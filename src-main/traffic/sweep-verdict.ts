import { asFilledText, asObject } from '../kube/json-shape.ts';
import { EXPIRES_AT_ANNOTATION, INSTANCE_LABEL, MANAGED_BY, MANAGED_BY_LABEL, RUN_LABEL } from './run-marks.ts';

/** Another installation may be slow, or its clock wrong: what it left is its own for so long after it expired. */
export const OTHERS_GRACE_MS = 5 * 60_000;

export interface SweepFacts {
  /** uuid of this installation. */
  readonly instance: string;
  /** Runs of this app that are going on. */
  readonly liveRuns: ReadonlySet<string>;
  /** By the API server's clock, milliseconds since 1970. */
  readonly now: number;
}

/**
 * Whether an object may be swept. Only with all four marks: managed-by, instance, run, expires-at. This installation's own
 * at once when no live run owns it, another's when it expired more than five minutes ago. Pure.
 */
export function maySweep(raw: unknown, { instance, liveRuns, now }: SweepFacts): boolean {
  const metadata = asObject(asObject(raw).metadata);
  const labels = asObject(metadata.labels);
  const owner = asFilledText(labels[INSTANCE_LABEL]);
  const run = asFilledText(labels[RUN_LABEL]);
  const expiresAt = Date.parse(asFilledText(asObject(metadata.annotations)[EXPIRES_AT_ANNOTATION]) ?? '');
  if (labels[MANAGED_BY_LABEL] !== MANAGED_BY || owner === null || run === null || Number.isNaN(expiresAt))
    return false;
  if (owner === instance) return !liveRuns.has(run);
  return now > expiresAt + OTHERS_GRACE_MS;
}
