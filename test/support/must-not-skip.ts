/** Whether a test that leaves itself out would hide something. Pure. */
export function mustNotSkip({
  own,
  ci,
  given,
}: {
  readonly own: boolean;
  readonly ci: boolean;
  readonly given: boolean;
}) {
  return own || (ci && !given);
}
