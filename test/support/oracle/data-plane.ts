import type { State } from './product.ts';
import type { Entry } from './truth.ts';
import { carried, isHeadless } from './truth.ts';

/** For a headless Service: it has no ports to be reached on, and DNS answers. */
const BY_NAME = -1;

/**
 * Who gets new connections, on which ports of the Service by their place: the ready ones, and where a port has none in a
 * family (with the internal policy Local: on a Node), those that are terminating and still serving (KEP-1669).
 */
export function reached(
  { service: { spec }, service }: State,
  groups: ReadonlyMap<string, readonly Entry[]>,
): ReadonlyMap<string, ReadonlySet<number>> {
  const result = new Map<string, Set<number>>();
  const add = (key: string, port: number): unknown => result.set(key, (result.get(key) ?? new Set()).add(port));
  const families = spec.ipFamilies ?? [];
  if (spec.type === 'ExternalName') return result;
  const usable = [...groups].flatMap(([key, entries]) =>
    entries.filter(({ slice }) => families.includes(slice.addressType)).map((entry) => ({ key, ...entry })),
  );
  if (isHeadless(service)) {
    for (const { key, ready, slice } of usable) {
      if (!ready) continue;
      add(key, BY_NAME);
      for (const [index, port] of (spec.ports ?? []).entries()) if (carries(slice, port)) add(key, index);
    }
    return result;
  }
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const behind = usable.filter(({ slice }) => carries(slice, port));
    const groupOf = ({ slice, endpoint }: Entry): string =>
      `${slice.addressType} ${spec.internalTrafficPolicy === 'Local' ? (endpoint.nodeName ?? '') : ''}`;
    const withReady = new Set(behind.filter(({ ready }) => ready).map(groupOf));
    for (const entry of behind) {
      if (entry.ready || (entry.serving && entry.terminating && !withReady.has(groupOf(entry)))) add(entry.key, index);
    }
  }
  return result;
}

function carries(slice: Entry['slice'], port: Parameters<typeof carried>[1]): boolean {
  const number = carried(slice, port);
  return number !== null && number !== 0;
}
