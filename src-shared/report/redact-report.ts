import { redact } from '../kube/redact.ts';

/**
 * A value with what is secret taken out of each string in it, names of fields included: a label's value is judged by its key
 * too. Whatever is added to a report goes through this, so nothing has to remember to.
 */
export function redactAll<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [redact(key), ofField(key, each)]));
}

function ofField(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return clean(value);
  const said = redact(`${key}=${value}`);
  return said.startsWith(`${key}=`) ? said.slice(key.length + 1) : redact(value);
}
