import fc from 'fast-check';
import type { BareApi } from './bare-api.ts';
import { inParallel } from './bare-api.ts';
import type { StateName } from './objects.ts';
import type { Change, ServiceKind, StatePlan } from './plan.ts';
import { changes, NODE_NAMES, statePlan } from './plan.ts';
import { apply, create } from './play.ts';
import type { State } from './product.ts';
import type { Rest } from './rest.ts';
import { comeToRest, createMarkers } from './rest.ts';

const KINDS: readonly ServiceKind[] = [
  ...Array<ServiceKind>(9).fill('selector'),
  'headless',
  'headless',
  'headless-without-ports',
  'selector-and-slices',
  'selector-and-slices',
  'slices-by-hand',
  'slices-by-hand',
  'endpoints-by-hand',
  'without-selector',
  'external-name',
];
/** One in so many has Pods on a Node that does not exist; those the controller tries again and again. */
const HOMELESS_EVERY = 7;
const AT_A_TIME = 24;
/** Endpoints are cut at 1,000. */
const CROWD = 1_010;

/** Two zones, for hints. Nobody says that the Nodes are ready: the controllers do not ask. */
export const NODES = NODE_NAMES.map((name, index) => ({
  metadata: { name, labels: { 'topology.kubernetes.io/zone': `zone-${index + 1}` } },
}));

export interface OracleRun {
  readonly seed: number;
  readonly states: number;
  /** Rounds of changes after the states were made. */
  readonly rounds: number;
}

/** Makes the states, lets them rest, changes them, lets them rest … and gives what there was each time. */
export async function* play(
  api: BareApi,
  { seed, states: count, rounds }: OracleRun,
): AsyncGenerator<Rest, void, undefined> {
  const states = Array.from({ length: count }, (_, index): StateName => ({ index, name: `s${index}` }));
  const isHomeless = ({ index }: StateName): boolean => index % HOMELESS_EVERY === 0;
  const sampled = <T>(
    arbitrary: (homeless: boolean) => fc.Arbitrary<T>,
    turn: number,
  ): readonly (readonly [StateName, T])[] =>
    states.map((state) => {
      const of = fc.noBias(arbitrary(isHomeless(state)));
      const [plan] = fc.sample(of, { seed: seed + turn * count + state.index, numRuns: 1 });
      if (plan === undefined) throw new Error('fast-check gave nothing');
      return [state, plan];
    });
  await createMarkers(api);
  await createCrowd(api);
  await inParallel(sampled<StatePlan>(statePlan, 0), AT_A_TIME, ([state, plan]) =>
    create(api, state, KINDS[state.index % KINDS.length] ?? 'selector', plan),
  );
  const homeless = new Set<string>();
  let rest = await comeToRest(api, 0, homeless);
  yield rest;
  for (let turn = 1; turn <= rounds && rest.faults.length === 0; turn++) {
    const scene = { api, look: rest.look, states, turn };
    await inParallel(sampled(changes, turn), AT_A_TIME, async ([state, made]) => {
      for (const [order, change] of externalNameLast(made).entries()) await apply(scene, state, change, order);
    });
    rest = await comeToRest(api, turn, homeless);
    yield rest;
  }
}

/** Of an ExternalName Service the API server refuses most changes, and those of a round do not know of one another. */
function externalNameLast(made: readonly Change[]): readonly Change[] {
  const isLast = ({ kind }: Change): boolean => kind === 'external-name';
  return [...made.filter((change) => !isLast(change)), ...made.filter(isLast)];
}

/** More Pods behind one Service than Endpoints hold. */
async function createCrowd(api: BareApi): Promise<void> {
  const numbers = Array.from({ length: CROWD }, (_, number) => number);
  await inParallel(numbers, AT_A_TIME, async (number) => {
    const name = `crowd-${number}`;
    const ip = `10.90.${Math.floor(number / 250)}.${(number % 250) + 1}`;
    await api.create('pods', {
      metadata: { name, labels: { state: 'crowd' } },
      spec: {
        nodeName: NODE_NAMES[number % 2],
        automountServiceAccountToken: false,
        containers: [{ name: 'web', image: 'none' }],
      },
    });
    const conditions = [{ type: 'Ready', status: number % 10 === 0 ? 'False' : 'True' }];
    await api.patch('pods', name, { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions } }, 'status');
  });
  const ports = [{ port: 80, protocol: 'TCP', targetPort: 8080 }];
  await api.create('services', { metadata: { name: 'crowd' }, spec: { selector: { state: 'crowd' }, ports } });
}

/** What a state is made of, for telling whether it is another one: what controllers and nudges write is no part of it. */
export function contentOf({ service: { metadata, spec }, selected, slices }: State): string {
  const byHand = slices.filter((slice) => slice.metadata.name.includes('-by-hand-'));
  const versions = [...selected, ...byHand].map(
    (object) => `${object.metadata.uid} ${object.metadata.resourceVersion}`,
  );
  return JSON.stringify([metadata.uid, spec, versions.sort()]);
}
