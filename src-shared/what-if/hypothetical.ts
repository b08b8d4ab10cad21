import type { DiagnosisInput, LastTraffic } from '../findings/diagnosis-input.ts';
import { diagnoseWithMembers } from '../findings/diagnose.ts';
import type { Finding } from '../findings/finding.ts';
import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { ENDPOINT_SLICE_CONTROLLER } from '../kube/endpoint-slice.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { Membership } from '../membership/member.ts';
import type { LearnedTraffic } from '../traffic/last-traffic.ts';
import { stillHolds } from '../traffic/still-holds.ts';
import { editedPod, editedService } from './apply-edits.ts';
import type { Change } from './change.ts';
import type { LabelIndex } from './label-index.ts';
import { podsSelected } from './label-index.ts';
import { writtenSlices } from './written-slices.ts';

/** What a change is tried on. */
export interface WhatIfWorld extends Pick<
  DiagnosisInput,
  'nodes' | 'namespaceServices' | 'workloads' | 'networkPolicies' | 'kubeProxy' | 'flapping' | 'now'
> {
  readonly service: Service;
  /** The slices that name the Service; null where they may not be read: then the controller is taken to be at rest. */
  readonly slices: readonly EndpointSlice[] | null;
  /** Of the Service's namespace. */
  readonly pods: LabelIndex;
  /** What the last traffic run learned, as far as it holds as the cluster is. */
  readonly traffic: LearnedTraffic | null;
}

/** A Service, and what would be said of it. */
export interface Outcome {
  readonly service: Service;
  /** Those the selector selects, and those the slices name. */
  readonly pods: readonly Pod[];
  /** Null: not known, and no controller would write them. */
  readonly slices: readonly EndpointSlice[] | null;
  /** The slices are what the controller would write, because those there are could not be read. */
  readonly assumed: boolean;
  readonly membership: Membership;
  readonly findings: readonly Finding[];
}

/** As the cluster has it. */
export function asItIs(world: WhatIfWorld): Outcome {
  const { service, pods: index } = world;
  const selected = podsSelected(index, service.selector);
  const slices = slicesNow(world, selected);
  const there = { pods: withNamed(selected, slices, index), slices, lastTraffic: world.traffic?.traffic ?? null };
  return outcomeOf(world, service, there, [...index.byUid.values()]);
}

/**
 * As it would be once the change was made and the controllers had come to rest. Slices by other hands stay; so do all of
 * them where no selector is left, because the controller then lets go of the Service (k/k 1.34.4
 * pkg/controller/endpointslice syncService). A Pod that its owner would make anew is not in it.
 */
export function hypothetical(world: WhatIfWorld, change: Change): Outcome {
  const { pods: index, nodes } = world;
  const service = change.kind === 'Service' ? editedService(world.service, change.edits) : world.service;
  const edited = change.kind === 'Pod' ? editedIn(index, change.uid, change.edits) : null;
  const selected = podsSelected(index, service.selector);
  const pods = edited === null ? selected : [...selected.filter(({ meta }) => meta.uid !== edited.meta.uid), edited];
  const others = hasSelector(service)
    ? (world.slices ?? []).filter(({ managedBy }) => managedBy !== ENDPOINT_SLICE_CONTROLLER)
    : slicesNow(world, podsSelected(index, world.service.selector));
  const slices = hasSelector(service) ? [...(others ?? []), ...writtenSlices(service, pods, nodes)] : others;
  // Those written anew name nobody else. Whom the selector is most like is asked of the cluster as it is, once: it costs as
  // much as there are Pods.
  const behind = { pods: withNamed(pods, others, index), slices };
  return outcomeOf(world, service, { ...behind, lastTraffic: trafficAfter(world, service, behind) }, null);
}

/**
 * Of how many Pods something has to be said, before the change and after it: that is what the outcome and its comparison
 * cost. Itself it costs next to nothing.
 */
export function podsJudged(world: WhatIfWorld, before: Outcome, change: Change): number {
  const { selector } = change.kind === 'Service' ? editedService(world.service, change.edits) : world.service;
  return before.membership.rows.length + podsSelected(world.pods, selector).length;
}

/** Those there are, or what the controller would have written; without a selector that is nothing, and others may have. */
function slicesNow({ slices, service, nodes }: WhatIfWorld, selected: readonly Pod[]): Outcome['slices'] {
  return slices ?? (hasSelector(service) ? writtenSlices(service, selected, nodes) : null);
}

function hasSelector({ selector }: Service): boolean {
  return Object.keys(selector ?? {}).length > 0;
}

function editedIn(index: LabelIndex, uid: string, edits: Parameters<typeof editedPod>[1]): Pod | null {
  const pod = index.byUid.get(uid);
  return pod === undefined ? null : editedPod(pod, edits);
}

/** The Pods, and those besides that hand-made or leftover slices name. */
function withNamed(pods: readonly Pod[], slices: Outcome['slices'], index: LabelIndex): readonly Pod[] {
  const known = new Set(pods.map(({ meta }) => meta.uid));
  const named: Pod[] = [];
  for (const { endpoints } of slices ?? []) {
    for (const { targetRef } of endpoints) {
      if (targetRef === null || known.has(targetRef.uid)) continue;
      // As the API allows it, and hand-made slices have it: a name without a uid.
      const pod = targetRef.uid === '' ? index.byName.get(targetRef.name) : index.byUid.get(targetRef.uid);
      if (pod === undefined || known.has(pod.meta.uid)) continue;
      known.add(pod.meta.uid);
      named.push(pod);
    }
  }
  return named.length === 0 ? pods : [...pods, ...named];
}

/** What a run met holds after a change that touches neither what it asked for nor whom it asked; else it is not known. */
function trafficAfter(
  { traffic: learned, service: before }: WhatIfWorld,
  service: Service,
  { pods, slices }: Pick<Outcome, 'pods' | 'slices'>,
): LastTraffic | null {
  if (learned === null || slices === null) return null;
  const asked = ({ selector, ports }: Service): string => JSON.stringify([selector, ports]);
  if (asked(service) !== asked(before)) return null;
  const { traffic, run, began } = learned;
  const names = service.ports.filter(({ port }) => traffic.results.some((result) => result.port === port));
  return names.every(({ name }) => stillHolds(run, { slices, portName: name, pods }, began)) ? traffic : null;
}

function flappingAmong(flapping: WhatIfWorld['flapping'], slices: Outcome['slices']): WhatIfWorld['flapping'] {
  if (flapping === null || flapping.length === 0) return flapping;
  const listed = new Set(slices?.flatMap(({ endpoints }) => endpoints.map(({ targetRef }) => targetRef?.name)));
  return flapping.filter(({ name }) => listed.has(name));
}

interface Behind extends Pick<Outcome, 'pods' | 'slices'> {
  readonly lastTraffic: LastTraffic | null;
}

function outcomeOf(
  world: WhatIfWorld,
  service: Service,
  { pods, slices, lastTraffic }: Behind,
  namespacePods: readonly Pod[] | null,
): Outcome {
  const { slices: known, nodes, namespaceServices, workloads, networkPolicies, kubeProxy, now } = world;
  const input: DiagnosisInput = {
    service,
    slices,
    pods,
    endpoints: null,
    nodes,
    now,
    // The rules that wait for the controllers keep silent: they are taken to be at rest.
    lastChange: null,
    namespacePods,
    namespaceServices,
    workloads,
    networkPolicies,
    events: null,
    elsewhere: null,
    kubeProxy,
    portAsked: null,
    lastTraffic,
    flapping: flappingAmong(world.flapping, slices),
    deniedKinds: [],
    refusedLooks: [],
  };
  const assumed = known === null && slices !== null;
  const { membership, findings: all } = diagnoseWithMembers(input);
  // No change makes slices readable; that they are not is said beside the counts.
  const findings = all.filter(({ code }) => code !== 'slices-unknown');
  return { service, pods, slices, assumed, membership, findings };
}
