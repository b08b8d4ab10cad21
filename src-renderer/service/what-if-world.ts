import { isWhole } from '#shared/ipc/watch-state.ts';
import type { KubeObjects } from '#shared/kube/kube-object.ts';
import { namespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import { formatSelector } from '#shared/kube/label-selector.ts';
import type { Service } from '#shared/kube/service.ts';
import type { Workload } from '#shared/kube/workload.ts';
import type { Messages } from '#shared/messages/en.ts';
import type { DraftProblem } from '#shared/what-if/draft.ts';
import type { Outcome, WhatIfWorld } from '#shared/what-if/hypothetical.ts';
import { indexLabels, type LabelIndex, podsSelected } from '#shared/what-if/label-index.ts';
import type { ServiceChange, ServiceEdit } from '#shared/what-if/change.ts';
import { suggestedChange } from '#shared/what-if/suggested-change.ts';
import type { AppState } from '../state/app-state.ts';
import { knownNodes } from '../state/known-nodes.ts';

/** What the Service's page knows that is asked for, not watched, and what its last run learned. */
export interface KnownBesides {
  readonly learned: WhatIfWorld['traffic'];
  readonly kubeProxy: WhatIfWorld['kubeProxy'];
}

type Cluster = Pick<AppState, 'cluster' | 'services'>;

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'] as const;

/** The Pods of a namespace by their labels; null where Pods have not been read. */
export function podsOf({ cluster }: Cluster, namespace: string): LabelIndex | null {
  return isWhole(cluster.states.Pod) ? indexLabels(inNamespace(cluster, 'Pod', namespace)) : null;
}

/** Everything a change of the Service is tried on, as the window knows it. `now` is by the API server's clock. */
export function worldOf(
  { cluster, services }: Cluster,
  service: Service,
  pods: LabelIndex,
  { learned, kubeProxy }: KnownBesides,
  now: number,
): WhatIfWorld {
  const { states } = cluster;
  const { namespace } = service.meta;
  return {
    service,
    slices: isWhole(states.EndpointSlice) ? services.slicesOf(service.meta) : null,
    pods,
    nodes: knownNodes(cluster),
    namespaceServices: inNamespace(cluster, 'Service', namespace),
    workloads: WORKLOADS.every((kind) => isWhole(states[kind])) ? workloadsIn(cluster, namespace) : null,
    networkPolicies: isWhole(states.NetworkPolicy) ? inNamespace(cluster, 'NetworkPolicy', namespace) : null,
    kubeProxy,
    flapping: (cluster.flapping.get(namespacedName(service.meta)) ?? []).filter(({ until }) => until > now),
    traffic: learned,
    now,
  };
}

/** What the findings of a Service would have a person try, the same as their cards do; the first of each field. */
export function suggestionsOf({ service, findings }: Outcome): readonly ServiceChange[] {
  const all = findings.flatMap((finding) => suggestedChange(finding, service) ?? []);
  const fields = all.map(({ edits }) => edits.map(({ field }) => field).join());
  return all.filter((_, index) => fields.indexOf(fields[index] ?? '') === index);
}

export function suggestionText(words: Messages['whatIf'], edit: ServiceEdit, pods: LabelIndex): string {
  switch (edit.field) {
    case 'targetPort':
      return words.suggestTargetPort(edit.port, String(edit.to));
    case 'publishNotReadyAddresses':
      return `publishNotReadyAddresses: ${String(edit.to)}`;
    case 'selector':
      return words.suggestSelector(formatSelector(edit.to), podsSelected(pods, edit.to).length);
  }
}

export function problemText({ problem: sentences }: Messages['whatIf'], problem: DraftProblem): string {
  switch (problem.code) {
    case 'key-twice':
      return sentences[problem.code](problem);
    case 'key-missing':
      return sentences[problem.code](problem);
    case 'target-port':
      return sentences[problem.code](problem);
  }
}

function workloadsIn(cluster: Cluster['cluster'], namespace: string): readonly Workload[] {
  return WORKLOADS.flatMap((kind): readonly Workload[] => inNamespace(cluster, kind, namespace));
}

function inNamespace<K extends WatchedKind>(
  cluster: Cluster['cluster'],
  kind: K,
  namespace: string,
): readonly KubeObjects[K][] {
  return [...cluster.all(kind).values()].filter(({ meta }) => meta.namespace === namespace);
}
