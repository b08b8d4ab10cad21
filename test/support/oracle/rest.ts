import { setTimeout as sleep } from 'node:timers/promises';
import type { BareApi } from './bare-api.ts';
import { faultsOf } from './faults.ts';
import { NODE_NAMES } from './plan.ts';
import type { State } from './product.ts';
import { statesOf } from './product.ts';
import type { Look } from './raw.ts';
import { hasNode } from './truth.ts';

const NODES: ReadonlySet<string> = new Set(NODE_NAMES);
/** Longer than any controller needs that still works; a fault that lasts so long, with nothing written meanwhile, is one. */
const PATIENCE_MS = 60_000;
/** Of controllers that go on writing, on a machine that gives them little time. */
const LONGEST_MS = 2 * PATIENCE_MS;
const PAUSE_MS = 1_000;
/** Looks without a change before a Service that is not as predicted is written anew. */
const LOOKS_BEFORE_NUDGE = 3;

/** Everything at rest, and what is wrong with it. */
export interface Rest {
  readonly look: Look;
  readonly states: readonly State[];
  readonly faults: readonly StateFaults[];
  /** Services that had to be written anew before the controllers looked at them again. */
  readonly nudged: number;
  /** Those of them that never had a Pod on a missing Node. */
  readonly strange: readonly string[];
}

export interface StateFaults {
  readonly state: State;
  readonly faults: readonly string[];
}

/**
 * The marker: a Service with one Pod, and one with Endpoints written by hand. They are changed after everything else, and a
 * controller that has written what became of them has heard of all that was before: informers keep the order.
 */
export async function createMarkers(api: BareApi): Promise<void> {
  const ports = [{ port: 1, protocol: 'TCP' }];
  await api.create('pods', {
    metadata: { name: 'marker', labels: { state: 'marker' } },
    spec: {
      nodeName: NODE_NAMES[0],
      automountServiceAccountToken: false,
      containers: [{ name: 'web', image: 'none' }],
    },
  });
  await api.create('services', { metadata: { name: 'marker' }, spec: { selector: { state: 'marker' }, ports } });
  await api.create('services', { metadata: { name: 'mirror' }, spec: { ports } });
  await api.create('endpoints', { metadata: { name: 'mirror' } });
}

/**
 * Waits until the controllers have come to rest: they have written what became of the markers, and then two looks, a pause
 * apart, find each state as it is predicted and not a slice or Endpoints that changed between them. That they agree once
 * could be chance on the way to something else. Where they do not, and have written nothing for a minute, what is wrong is told.
 *
 * A Service with a Pod on a Node that does not exist is tried again after up to 1,000 s: where a controller has put one off, an
 * annotation makes it look again. That tells it nothing of what to write. Others are put off too, one to three a round: they are counted by
 * themselves, for whoever runs this bounds them. `homeless`: those that had such a Pod in this round or before; added to.
 */
export async function comeToRest(api: BareApi, turn: number, homeless: Set<string>): Promise<Rest> {
  await moveMarkers(api, turn);
  const last = Date.now() + LONGEST_MS;
  let end = Date.now() + PATIENCE_MS;
  const nudged = new Set<string>();
  let before = '';
  let same = 0;
  for (;;) {
    const look = await api.look();
    const states = statesOf(look, NODES);
    for (const state of states) if (isHomeless(state)) homeless.add(state.service.metadata.name);
    const faults = states
      .map((state) => ({ state, faults: faultsOf(state) }))
      .filter(({ faults: found }) => found.length > 0);
    const versions = JSON.stringify(
      [...look.slices, ...look.endpoints].map(({ metadata }) => metadata.resourceVersion),
    );
    if (versions !== before) end = Math.min(last, Date.now() + PATIENCE_MS);
    same = versions === before && markersMoved(look, turn) ? same + 1 : 0;
    before = versions;
    if (same > 0 && faults.length === 0) return { look, states, faults, ...toldOf(nudged, homeless) };
    if (Date.now() > end) {
      if (!markersMoved(look, turn)) throw new Error('The controllers do not follow: the markers have not moved.');
      return { look, states, faults, ...toldOf(nudged, homeless) };
    }
    if (same >= LOOKS_BEFORE_NUDGE) {
      for (const { state } of faults) await nudge(api, state.service.metadata.name, nudged);
      same = 0;
    }
    await sleep(PAUSE_MS);
  }
}

const toldOf = (nudged: ReadonlySet<string>, homeless: ReadonlySet<string>): Pick<Rest, 'nudged' | 'strange'> => ({
  nudged: nudged.size,
  strange: [...nudged].filter((name) => !homeless.has(name)),
});

const isHomeless = ({ selected, nodes }: State): boolean => selected.some((pod) => !hasNode(pod, nodes));

async function nudge(api: BareApi, name: string, nudged: Set<string>): Promise<void> {
  nudged.add(name);
  await api.patch('services', name, { metadata: { annotations: { nudged: String(Date.now()) } } });
}

const markerAddress = (turn: number): string => `203.0.113.${turn + 1}`;
const markerPort = (turn: number): number => 1_000 + turn;

async function moveMarkers(api: BareApi, turn: number): Promise<void> {
  const ip = markerAddress(turn);
  await api.patch('pods', 'marker', { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] } }, 'status');
  await api.patch('services', 'marker', {
    spec: { ports: [{ port: 1, protocol: 'TCP', targetPort: markerPort(turn) }] },
  });
  await api.patch('endpoints', 'mirror', { subsets: [{ addresses: [{ ip }], ports: [{ port: markerPort(turn) }] }] });
}

function markersMoved({ slices, endpoints }: Look, turn: number): boolean {
  const ip = markerAddress(turn);
  const port = markerPort(turn);
  const slice = (service: string): boolean =>
    slices.some(
      ({ metadata, ports, endpoints: listed }) =>
        metadata.labels?.['kubernetes.io/service-name'] === service &&
        ports?.[0]?.port === port &&
        listed?.some(({ addresses }) => addresses.includes(ip)),
    );
  const subsets = endpoints.find(({ metadata }) => metadata.name === 'marker')?.subsets ?? [];
  const written = subsets.some(
    ({ addresses = [], notReadyAddresses = [], ports = [] }) =>
      ports[0]?.port === port && [...addresses, ...notReadyAddresses].some((address) => address.ip === ip),
  );
  return slice('marker') && slice('mirror') && written;
}
