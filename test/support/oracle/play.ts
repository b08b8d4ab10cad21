import { FailureError } from '../../../src-main/kube/failure-error.ts';
import type { BareApi } from './bare-api.ts';
import type { StateName } from './objects.ts';
import { changedAddresses, conditionsOf, endpointsOf, podOf, serviceOf, sliceOf, statusOf } from './objects.ts';
import type { Change, PodPlan, ServiceKind, StatePlan } from './plan.ts';
import type { Look, RawPod, RawService } from './raw.ts';

/** Makes a state, the Pods before the Service or after it. */
export async function create(api: BareApi, state: StateName, kind: ServiceKind, plan: StatePlan): Promise<void> {
  const makePods = async (): Promise<readonly RawPod[]> => {
    const pods: RawPod[] = [];
    for (const [number, pod] of plan.pods.entries()) pods.push(await createPod(api, state, number, pod));
    return pods;
  };
  const early = plan.podsFirst ? await makePods() : null;
  const service = await api.create<RawService>('services', serviceOf(state, kind, plan.service));
  const pods = early ?? (await makePods());
  if (kind === 'endpoints-by-hand') await api.create('endpoints', endpointsOf(service, pods, plan.listings));
  if (kind !== 'selector-and-slices' && kind !== 'slices-by-hand') return;
  for (const [number, slice] of plan.slices.entries()) {
    await api.create('endpointslices', sliceOf(service, pods, slice, number));
  }
}

async function createPod(api: BareApi, state: StateName, number: number, plan: PodPlan): Promise<RawPod> {
  const pod = await api.create<RawPod>('pods', podOf(state, number, plan));
  const { name } = pod.metadata;
  const status = statusOf(state, number, plan) as RawPod['status'];
  await api.patch('pods', name, { status }, 'status');
  if (plan.deleted) await api.remove('pods', name, null);
  return { ...pod, status };
}

type ServiceChange = Exclude<Change, { readonly pod: number } | { readonly kind: 'add' }>;

/** What a change needs to know of the world it is made in. */
export interface Scene {
  readonly api: BareApi;
  /** As it was before the round: numbers in changes count what was there. */
  readonly look: Look;
  readonly states: readonly StateName[];
  /** Of the round, from 1. */
  readonly turn: number;
}

/** Makes one change, the `order`th of its round; where its Pod or port is not there (any more), none. */
export async function apply(scene: Scene, state: StateName, change: Change, order: number): Promise<void> {
  try {
    if ('pod' in change) await changePod(scene, state, change);
    else if (change.kind === 'add') await createPod(scene.api, state, 10 * scene.turn + order, change.plan);
    else await changeService(scene, state, change);
  } catch (error) {
    // An earlier change of the round may have removed the Pod.
    if (!(error instanceof FailureError && error.failure.code === 'api.not-found')) throw error;
  }
}

async function changePod(
  { api, look, states, turn }: Scene,
  state: StateName,
  change: Extract<Change, { pod: number }>,
): Promise<void> {
  const pods = podsOf(look, state);
  const name = pods[change.pod % pods.length]?.metadata.name;
  if (name === undefined) return;
  const setStatus = (status: object): Promise<void> => api.patch('pods', name, { status }, 'status');
  const setLabels = (labels: object): Promise<void> => api.patch('pods', name, { metadata: { labels } });
  switch (change.kind) {
    case 'ready':
      return setStatus({ conditions: conditionsOf(change.readiness) });
    case 'phase':
      return setStatus({ phase: change.phase });
    case 'addresses':
      return setStatus(changedAddresses(change.addresses, state, numberOf(name), turn));
    case 'tier':
      return setLabels({ tier: change.tier });
    case 'move':
      return setLabels({ state: states[change.to % states.length]?.name });
    case 'delete':
      return api.remove('pods', name, null);
    case 'remove':
      await api.patch('pods', name, { metadata: { finalizers: null } });
      return api.remove('pods', name, 0);
  }
}

async function changeService({ api, look }: Scene, state: StateName, change: ServiceChange): Promise<void> {
  const spec = look.services.find(({ metadata }) => metadata.name === state.name)?.spec;
  if (spec === undefined || spec.type === 'ExternalName') return;
  const after = changedSpec(spec, state, change);
  if (after !== null) await api.patch('services', state.name, { spec: after });
}

function changedSpec(spec: RawService['spec'], state: StateName, change: ServiceChange): object | null {
  switch (change.kind) {
    case 'target-port': {
      const ports = spec.ports ?? [];
      const { targetPort } = change;
      const changed = ports.map((port, index) =>
        index === change.port % ports.length ? { ...port, targetPort } : port,
      );
      return ports.length === 0 ? null : { ports: changed };
    }
    case 'publish':
      return { publishNotReadyAddresses: spec.publishNotReadyAddresses !== true };
    case 'by-tier':
      return { selector: { state: state.name, tier: spec.selector?.tier === undefined ? 'front' : null } };
    case 'families':
      return { ipFamilyPolicy: spec.ipFamilyPolicy === 'SingleStack' ? 'RequireDualStack' : 'SingleStack' };
    case 'prefer-close':
      return { trafficDistribution: spec.trafficDistribution === undefined ? 'PreferClose' : null };
    case 'no-selector':
      return { selector: null };
    case 'external-name':
      return { type: 'ExternalName', externalName: 'db.example.org' };
  }
}

/** The Pods that were made for a state, whatever selects them now. */
function podsOf({ pods }: Look, { name }: StateName): readonly RawPod[] {
  return pods.filter(({ metadata }) => metadata.name.startsWith(`${name}-p`));
}

function numberOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('p') + 1));
}
