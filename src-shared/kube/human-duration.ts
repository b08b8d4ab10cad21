/**
 * A duration as kubectl prints ages: `90s`, `5m30s`, `45m`, `3h20m`, `30h`, `3d4h`, `200d`, `2y30d`. Takes milliseconds.
 * Up to two seconds in the future (clocks differ) is `0s`, beyond that `<invalid>`.
 * Source: k8s.io/apimachinery v0.34.4 pkg/util/duration HumanDuration; proved by test/golden/fixtures/duration.json.
 */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  if (hours < 24 * 365 * 8) return twoUnits(years, 'y', days % 365, 'd');
  return `${years}y`;
}

/**
 * Time since an RFC 3339 timestamp, `<unknown>` for none. `now` is in milliseconds since 1970, by the API server's clock
 * (this computer's plus `clockSkewMs`).
 */
export function printAge(timestamp: string | null, now: number): string {
  const then = timestamp === null ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(then) ? '<unknown>' : humanDuration(now - then);
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
