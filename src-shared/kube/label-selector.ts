/**
 * Whether a Service's selector selects these labels. A Service selector is an equality map: each entry must be there to
 * the letter. An empty or absent selector selects nothing. Source: k/k pkg/controller/endpointslice (LabelSelector from
 * `spec.selector`; Services without one are skipped).
 */
export function selects(
  selector: Readonly<Record<string, string>> | null,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (selector === null) return false;
  let asked = false;
  // Both are maps out of JSON: nothing is inherited.
  for (const key in selector) {
    if (!Object.hasOwn(labels, key) || labels[key] !== selector[key]) return false;
    asked = true;
  }
  return asked;
}

/** A selector as kubectl prints it: `app=myapp,tier=web`, or `<none>`. Keys sorted, as kubectl does. */
export function formatSelector(selector: Readonly<Record<string, string>> | null): string {
  const entries = Object.entries(selector ?? {});
  if (entries.length === 0) return '<none>';
  return entries
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
