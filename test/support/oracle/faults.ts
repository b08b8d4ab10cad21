import { selects } from '../../../src-shared/kube/label-selector.ts';
import type { MemberRow } from '../../../src-shared/membership/member.ts';
import { expectedEndpoint } from '../../../src-shared/membership/expected-endpoint.ts';
import { reached } from './data-plane.ts';
import { difference } from './difference.ts';
import { endpointsFaults } from './endpoints-faults.ts';
import type { State } from './product.ts';
import type { RawPod } from './raw.ts';
import { reachFaults } from './reach-faults.ts';
import type { Entry } from './truth.ts';
import {
  addressesOfPod,
  byController,
  carried,
  entriesOf,
  grouped,
  hasNode,
  isControlled,
  isFinished,
  publishes,
  resolve,
} from './truth.ts';

/** Everything in which the product and the controllers disagree about a state; nothing where they are of one mind. */
export function faultsOf(state: State): readonly string[] {
  return [...predictionFaults(state), ...rowFaults(state), ...endpointsFaults(state), ...reachFaults(state)];
}

/**
 * What the product expects of the controller, from the Service, the Pods and the Nodes alone, against what the controller
 * wrote. Line by line, each as often as it stands there.
 */
function predictionFaults({ service, slices, input }: State): readonly string[] {
  if (!isControlled(service)) return [];
  const predicted = (input.pods ?? []).flatMap((pod) => {
    if (!selects(input.service.selector, pod.meta.labels)) return [];
    const expected = expectedEndpoint(input.service, pod, input.nodes);
    if (expected.kind !== 'endpoint') return [];
    const { ready, serving, terminating } = expected.conditions;
    const ports = portLine(expected.ports.map(({ port, number }) => ({ ...port, port: number })));
    return expected.addresses.map((address) => {
      const family = address.includes(':') ? 'IPv6' : 'IPv4';
      return line(family, address, pod.meta.name, pod.meta.uid, pod.nodeName, { ready, serving, terminating }, ports);
    });
  });
  const written = slices
    .filter(byController)
    .flatMap((slice) =>
      (slice.endpoints ?? []).map(({ addresses, targetRef, nodeName, conditions }) =>
        line(
          slice.addressType,
          addresses.join(),
          targetRef?.name ?? '',
          targetRef?.uid ?? '',
          nodeName ?? null,
          conditions ?? {},
          portLine(slice.ports ?? []),
        ),
      ),
    );
  return difference('the slices', predicted, written);
}

interface Conditions {
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

function line(
  family: string,
  address: string,
  name: string,
  uid: string,
  node: string | null,
  { ready, serving, terminating }: Conditions,
  ports: string,
): string {
  const conditions = `ready=${String(ready)} serving=${String(serving)} terminating=${String(terminating)}`;
  return `${family} ${address} ${name} ${uid} on ${node ?? 'no Node'} ${conditions} ${ports}`;
}

function portLine(
  ports: readonly { readonly name?: string; readonly protocol?: string; readonly port?: number }[],
): string {
  return `[${ports
    .map(({ name = '', protocol = '', port = 0 }) => `${name}/${protocol}:${port}`)
    .sort()
    .join(' ')}]`;
}

/** Reasons that say the slices are behind, or that something may not be read: at rest, with every right, there are none. */
const DOUBTS = new Set(['slices-lag', 'slices-unknown', 'pod-unknown', 'node-unknown', 'deleted', 'not-selected']);

/** The rows, against the slices and Pods as they are. */
function rowFaults(state: State): readonly string[] {
  const { membership, selected, slices } = state;
  const groups = grouped(entriesOf(slices));
  const traffic = reached(state, groups);
  const faults: string[] = [];
  const rows = new Map(membership.rows.map((row) => [row.key, row]));
  const listed = new Set<string>();
  for (const [key, entries] of groups) {
    const row = rows.get(key);
    const pod = selected.find((each) => isNamed(each, key, entries));
    if (pod !== undefined) listed.add(pod.metadata.uid);
    if (row === undefined) faults.push(`no row for ${key}, which stands in a slice`);
    else faults.push(...insideFaults(state, row, entries, traffic.get(key) ?? new Set(), pod));
  }
  const pods = new Map(selected.map((pod) => [pod.metadata.uid, pod]));
  for (const [uid, pod] of pods) {
    if (listed.has(uid)) continue;
    const row = rows.get(uid);
    if (row === undefined) faults.push(`no row for ${pod.metadata.name}, which the selector selects`);
    else faults.push(...outsideFaults(state, row, pod));
  }
  for (const row of membership.rows) {
    if (!groups.has(row.key) && !pods.has(row.key))
      faults.push(`a row ${row.name} for what is neither selected nor in a slice`);
    const doubts = row.reasons.filter(({ code }) => DOUBTS.has(code));
    if (doubts.length > 0) faults.push(`row ${row.name} doubts: ${JSON.stringify(row.reasons)}`);
  }
  const expected = { ready: [...traffic.values()].filter((ports) => ports.size > 0).length, total: groups.size };
  if (JSON.stringify(membership.counts) !== JSON.stringify(expected))
    faults.push(`counts ${JSON.stringify(membership.counts)}, and it is ${JSON.stringify(expected)}`);
  if ((membership.none === null) !== expected.ready > 0) faults.push(`none is ${JSON.stringify(membership.none)}`);
  return faults;
}

/** By uid; by name where nothing gives a uid. */
function isNamed({ metadata: { uid, name } }: RawPod, key: string, entries: readonly Entry[]): boolean {
  return (
    uid === key ||
    (entries.every((entry) => entry.uid === '') &&
      entries.find(({ endpoint }) => endpoint.targetRef)?.endpoint.targetRef?.name === name)
  );
}

function insideFaults(
  { service }: State,
  row: MemberRow,
  entries: readonly Entry[],
  traffic: ReadonlySet<number>,
  pod: RawPod | undefined,
): readonly string[] {
  const some = (of: (entry: Entry) => boolean): boolean => entries.some(of);
  const families = service.spec.ipFamilies ?? ['IPv4', 'IPv6'];
  const usable = entries.filter(({ slice }) => families.includes(slice.addressType));
  const ports = (service.spec.ports ?? []).map((port, index) => ({
    port,
    numbers: new Set(
      usable.map(({ slice }) => carried(slice, port)).filter((number) => number !== null && number !== 0),
    ),
    traffic: traffic.has(index),
  }));
  const expected = {
    state: traffic.size > 0 ? 'in' : 'not-ready',
    addresses: [...new Set(entries.flatMap(({ endpoint }) => endpoint.addresses))].sort(),
    conditions: {
      ready: some(({ ready }) => ready),
      serving: some(({ serving }) => serving),
      terminating: some(({ terminating }) => terminating),
    },
    selected: pod !== undefined,
    ports: ports.map(({ numbers, traffic: gets }) => ({ inSlice: numbers.size > 0, traffic: gets })),
  };
  const found = {
    state: row.state,
    addresses: [...row.addresses].sort(),
    conditions: row.conditions,
    selected: row.selected,
    ports: row.ports.map(({ inSlice, traffic: gets }) => ({ inSlice, traffic: gets })),
  };
  const faults =
    JSON.stringify(found) === JSON.stringify(expected)
      ? []
      : [`row ${row.name} is ${JSON.stringify(found)}, and it is ${JSON.stringify(expected)}`];
  for (const [index, { numbers }] of ports.entries()) {
    const number = row.ports[index]?.number ?? null;
    if (numbers.size > 0 && !numbers.has(number))
      faults.push(`row ${row.name}: port ${index} is ${String(number)}, not of ${[...numbers].join()}`);
  }
  return [...faults, ...missingPortFaults(service, row, entries, pod)];
}

/** "Not found" is said of exactly the named targetPorts that this Pod has not; never of a number. */
function missingPortFaults(
  { spec }: State['service'],
  row: MemberRow,
  entries: readonly Entry[],
  pod: RawPod | undefined,
): readonly string[] {
  if (pod === undefined || spec.type === 'ExternalName' || !entries.every(({ slice }) => byController(slice)))
    return [];
  const missing = (spec.ports ?? []).filter((port) => resolve(pod, port) === null).map(({ name }) => name ?? '');
  const said = row.reasons.flatMap((reason) => (reason.code === 'port-not-found' ? [reason.port] : []));
  const others = row.reasons.filter(({ code }) => code === 'port-not-in-slice');
  if (said.join() === missing.join() && others.length === 0) return [];
  return [`row ${row.name} misses the ports ${said.join()} (and ${others.length} others), and it is ${missing.join()}`];
}

/** Left out, and for the reason that keeps it out. */
function outsideFaults({ service, nodes }: State, row: MemberRow, pod: RawPod): readonly string[] {
  const codes = row.reasons.map(({ code }) => code);
  const families = service.spec.ipFamilies ?? [];
  const why =
    service.spec.type === 'ExternalName'
      ? 'external-name'
      : isFinished(pod)
        ? 'phase'
        : addressesOfPod(pod).length === 0
          ? 'no-ip'
          : !publishes(service) && !hasNode(pod, nodes)
            ? pod.spec.nodeName === undefined
              ? 'unscheduled'
              : 'node-missing'
            : addressesOfPod(pod).every(({ family }) => !families.includes(family))
              ? 'no-ip-of-family'
              : 'nothing: it should be in';
  if (row.state === 'out' && row.conditions === null && (codes as string[]).includes(why)) return [];
  return [`row ${row.name} is ${row.state} because of ${codes.join()}, and it is ${why}`];
}
