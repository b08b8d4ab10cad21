import { difference } from './difference.ts';
import type { State } from './product.ts';
import type { RawEndpoints, RawPod } from './raw.ts';
import {
  addressesOfPod,
  canonicalV6,
  byController,
  byMirror,
  entriesOf,
  hasNode,
  isControlled,
  isDeleted,
  isFinished,
  isReady,
  publishes,
  resolve,
} from './truth.ts';

/** The endpoints controller cuts here. */
const CAPACITY = 1_000;
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

export const isTruncated = ({ metadata }: RawEndpoints): boolean =>
  metadata.annotations?.[OVER_CAPACITY] === 'truncated';

/** Endpoints: what the facts say the controller writes, against what it wrote; and what the product's note makes of it. */
export function endpointsFaults(state: State): readonly string[] {
  return [...writtenFaults(state), ...noteFaults(state)];
}

function writtenFaults(state: State): readonly string[] {
  const { service, endpoints } = state;
  if (!isControlled(service)) return [];
  const written = endpoints === undefined ? [] : writtenLines(endpoints);
  if (isRefused(state)) {
    const uids = new Set(unscheduled(state).map(({ metadata }) => metadata.uid));
    return written.filter((each) => uids.has(each.split(' ')[0] ?? '')).map((each) => `written all the same: ${each}`);
  }
  if (endpoints === undefined) return ['there are no Endpoints'];
  const expected = state.selected.flatMap((pod) => linesOf(state, pod));
  if (!isTruncated(endpoints)) return difference('Endpoints', expected, written);
  const addresses = new Set(written.map((each) => each.split(' ').slice(0, 2).join(' '))).size;
  const strangers = difference('Endpoints', expected, written).filter((fault) => fault.startsWith('not predicted'));
  return addresses === CAPACITY ? strangers : [...strangers, `truncated, with ${addresses} addresses`];
}

/**
 * Endpoints of a Pod that has an address and no nodeName: the controller writes an empty nodeName, which the API server
 * refuses, and so they stay as they were. (It is kubelets that report addresses: it takes a Pod without one.)
 */
export function isRefused(state: State): boolean {
  return isControlled(state.service) && unscheduled(state).some((pod) => linesOf(state, pod).length > 0);
}

const unscheduled = ({ selected }: State): readonly RawPod[] =>
  selected.filter(({ spec }) => spec.nodeName === undefined);

/**
 * One family; no Pod that is finished, without an address or (unless publishNotReadyAddresses) deleted; nobody asks
 * whether its Node exists; where a named port is not found, the Pod is left out for that port.
 */
function linesOf({ service }: State, pod: RawPod): readonly string[] {
  const { ports = [], ipFamilies: [first] = [] } = service.spec;
  if (isFinished(pod) || (isDeleted(pod) && !publishes(service))) return [];
  const address = addressesOfPod(pod).find(({ family }) => family === first)?.address;
  if (address === undefined) return [];
  const ready = publishes(service) || isReady(pod) ? 'ready' : 'not ready';
  const head = `${pod.metadata.uid} ${address}`;
  if (ports.length === 0) return [`${head} ${ready}`];
  return ports.flatMap((port) => {
    const number = resolve(pod, port);
    return number === null ? [] : [`${head} ${port.name ?? ''}/${port.protocol}:${number} ${ready}`];
  });
}

function writtenLines({ subsets = [] }: RawEndpoints): readonly string[] {
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const lines = (list: typeof addresses, ready: string): readonly string[] =>
      list.flatMap(({ ip, targetRef }) => {
        const head = `${targetRef?.uid ?? ''} ${ip}`;
        if (ports.length === 0) return [`${head} ${ready}`];
        return ports.map(({ name = '', protocol, port }) => `${head} ${name}/${protocol}:${port} ${ready}`);
      });
    return [...lines(addresses, 'ready'), ...lines(notReadyAddresses, 'not ready')];
  });
}

/** A difference is told only where there is one that no rule of the two controllers explains. */
function noteFaults(state: State): readonly string[] {
  const { service, selected, slices, endpoints, nodes } = state;
  const { endpointsNote: note } = state.membership;
  const told = `the note on Endpoints is ${JSON.stringify(note)}`;
  if (endpoints === undefined) return note.code === 'absent' ? [] : [told];
  if (isTruncated(endpoints)) return note.code === 'truncated' ? [] : [told];
  if (['absent', 'truncated', 'not-watched', 'slices-unknown'].includes(note.code)) return [told];
  if (note.code === 'same')
    return difference('Endpoints', ...bothSides(state, endpoints)).map((each) => `${told}: ${each}`);
  if (note.code !== 'differ' || isRefused(state)) return [];
  // A mirror of Endpoints has what they have.
  if (slices.every(byMirror)) return [told];
  // By hand, in the one or in the other, anything goes: that the two differ is all there is to say.
  if (!slices.every(byController) || !isControlled(service)) return [];
  const homeless = selected.filter((pod) => !hasNode(pod, nodes) && !publishes(service));
  const excused = new Set(homeless.flatMap((pod) => addressesOfPod(pod).map(({ address }) => address)));
  const strange = [...note.onlyInSlices, ...note.onlyInEndpoints.filter((key) => !excused.has(addressIn(key)))];
  return strange.length === 0 ? [] : [told];
}

/** What slices and Endpoints say of each address and port, in the same lines: whether somebody is ready there. */
function bothSides({ service, slices }: State, { subsets = [] }: RawEndpoints): readonly [string[], string[]] {
  const isPortless = (service.spec.ports ?? []).length === 0;
  const linesOf = (
    all: readonly { ip: string; ready: boolean; ports: readonly (number | undefined)[] }[],
  ): string[] => {
    const ready = new Map<string, boolean>();
    for (const { ip, ports, ready: here } of all) {
      for (const port of isPortless ? [0] : ports.filter((number) => number !== undefined)) {
        const key = `${ip.includes(':') ? canonicalV6(ip) : ip} ${port}`;
        ready.set(key, here || ready.get(key) === true);
      }
    }
    return [...ready].map(([key, here]) => `${key} ${here ? 'ready' : 'not ready'}`);
  };
  const inSlices = entriesOf(slices).flatMap(({ slice, endpoint, ready }) =>
    slice.addressType === 'FQDN'
      ? []
      : endpoint.addresses.map((ip) => ({ ip, ready, ports: (slice.ports ?? []).map(({ port }) => port) })),
  );
  const inEndpoints = subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const numbers = ports.map(({ port }) => port);
    return [
      ...addresses.map(({ ip }) => ({ ip, ready: true, ports: numbers })),
      ...notReadyAddresses.map(({ ip }) => ({ ip, ready: false, ports: numbers })),
    ];
  });
  return [linesOf(inSlices), linesOf(inEndpoints)];
}

/** Of `ip:port`, `[ip]:port` or `ip`. */
function addressIn(key: string): string {
  const v6 = /^\[(.+)\]:\d+$/.exec(key)?.[1] ?? (key.split(':').length > 2 ? key : undefined);
  return v6 === undefined ? (key.split(':')[0] ?? '') : canonicalV6(v6);
}
