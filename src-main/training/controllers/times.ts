/** RFC 3339 in whole seconds, as the API writes times. */
export function rfc3339(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}

/** Go's way of printing a short duration: `1.203s`, `350ms`, `2m40s`, `5m0s`. */
export function goDuration(ms: number): string {
  if (ms < 1_000) return `${ms}ms`;
  const seconds = (ms % 60_000) / 1_000;
  if (ms < 60_000) return `${seconds}s`;
  const minutes = Math.floor(ms / 60_000) % 60;
  const hours = Math.floor(ms / 3_600_000);
  return `${hours > 0 ? `${hours}h` : ''}${minutes}m${seconds}s`;
}
