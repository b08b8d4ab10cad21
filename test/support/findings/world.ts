import type { DiagnosisInput, TrafficResult } from '../../../src-shared/findings/diagnosis-input.ts';
import type { FindingCode } from '../../../src-shared/findings/finding.ts';
import type { EndpointSlice } from '../../../src-shared/kube/endpoint-slice.ts';
import type { Node } from '../../../src-shared/kube/node.ts';
import type { Pod } from '../../../src-shared/kube/pod.ts';
import type { Workload } from '../../../src-shared/kube/workload.ts';
import { writtenSlices } from '../../../src-shared/what-if/written-slices.ts';
import { aPod, aService } from '../builders.ts';

/** One hour after everything in it was made. */
export const NOW = Date.parse('2026-01-01T01:00:00Z');

/** A cluster around Service `web` that is well: each test says what is not. */
export interface World extends Omit<DiagnosisInput, 'pods' | 'namespacePods' | 'slices'> {
  /** Of the namespace; null: may not be read. */
  readonly pods: readonly Pod[] | null;
  /** `written`: what the controller writes for the Pods. */
  readonly slices: readonly EndpointSlice[] | 'written' | null;
}

/** Pods `web-1` and `web-2` behind Service `web`, both ready. */
export function aWorld(world: Partial<World> = {}): World {
  return {
    service: aService(),
    pods: twoPods(),
    slices: 'written',
    namespaceServices: [],
    endpoints: null,
    nodes: new Map([['node-1', { ready: true }]]),
    now: NOW,
    lastChange: NOW - 60_000,
    workloads: [],
    networkPolicies: [],
    events: [],
    elsewhere: [],
    kubeProxy: { kind: 'kube-proxy', ready: 1, total: 1, selector: 'k8s-app=kube-proxy', notReady: [] },
    portAsked: null,
    lastTraffic: null,
    flapping: null,
    deniedKinds: [],
    refusedLooks: [],
    ...world,
  };
}

export function inputOf({ pods, slices, ...world }: World): DiagnosisInput {
  const written = slices === 'written' ? writtenSlices(world.service, pods ?? [], world.nodes) : slices;
  return { ...world, pods, namespacePods: pods, slices: written };
}

/** A run to port 80 that brought nothing. */
export const NOTHING_MET: TrafficResult = {
  port: 80,
  answered: 0,
  refused: 0,
  timeouts: 0,
  broken: [],
  serverErrors: [],
  silent: null,
};

/** Two Pods with the same fields but name and IP. */
export function twoPods(pod: Parameters<typeof aPod>[0] = {}): readonly Pod[] {
  return [1, 2].map((number) =>
    aPod({ podIPs: [`10.244.0.${number}`], ...pod, meta: { name: `web-${number}`, ...pod.meta } }),
  );
}

export function aWorkload(
  workload: Partial<Omit<Workload, 'meta'>> & { readonly meta?: Partial<Workload['meta']> } = {},
): Workload {
  const { meta, ...fields } = workload;
  return {
    kind: 'Deployment',
    meta: { ...aPod().meta, uid: 'uid-deployment', name: 'web', labels: {}, ...meta },
    replicas: 2,
    currentReplicas: 0,
    podLabels: { app: 'web' },
    ...fields,
  };
}

/** Nodes by name. */
export function nodesOf(ready: Readonly<Record<string, boolean>>): ReadonlyMap<string, Pick<Node, 'ready'>> {
  return new Map(Object.entries(ready).map(([name, isReady]) => [name, { ready: isReady }]));
}

/** A world that raises a finding, and one that differs from it in one field and must not. */
export interface FindingCase {
  readonly code: FindingCode;
  readonly raised: World;
  readonly nearMiss: World;
  /** Errors and warnings that are true of the world as well. */
  readonly beside?: readonly FindingCode[];
}
