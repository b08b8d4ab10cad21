/** A place where two transcripts differ: a path as `[0].body.message`, the shortest that holds the difference, and both values. */
export interface Differing {
  readonly path: string;
  readonly training: unknown;
  readonly real: unknown;
}

export function differingPaths(training: unknown, real: unknown, path = ''): readonly Differing[] {
  if (Object.is(training, real)) return [];
  // Of lists of other lengths it is not to be known which element is the odd one.
  if (Array.isArray(training) && Array.isArray(real) && training.length === real.length) {
    return training.flatMap((each, index) => differingPaths(each, real[index], `${path}[${String(index)}]`));
  }
  if (!isRecord(training) || !isRecord(real)) return [{ path, training, real }];
  const keys = [...new Set([...Object.keys(training), ...Object.keys(real)])].sort();
  return keys.flatMap((key) => differingPaths(training[key], real[key], path === '' ? key : `${path}.${key}`));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
