import type { Labels } from './change.ts';

/** The keys whose value differs, with the new one; null: the key goes. This is what a merge patch of a map says. */
export function labelDifference(from: Labels, to: Labels): Readonly<Record<string, string | null>> {
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  const put = Object.entries(to).filter(([key, value]) => !Object.hasOwn(from, key) || from[key] !== value);
  return Object.fromEntries<string | null>([...gone.map((key): [string, null] => [key, null]), ...put]);
}
