import { controller, type ChangeListener, type ControllerParts } from './controller.ts';
import { refusal, type Node } from './node-fit.ts';
import { conditionOf, isTerminal } from './pod-facts.ts';
import { keyOf, namespaceOf, splitKey, type Pod } from './shapes.ts';
import { rfc3339 } from './times.ts';

/** What a Pod's spec.schedulerName must be: one of another name waits for a scheduler that is not here. */
const NAME = 'default-scheduler';
const SOURCE = { component: NAME };

/** Assigns each new Pod to the Node with the fewest, among those that would take it. */
export function scheduler(parts: ControllerParts): ChangeListener {
  const perNode = new PodsPerNode();
  const waiting = new Set<string>();
  const listen = controller(parts, {
    name: 'scheduler',
    delayMs: parts.settings.schedulerDelayMs,
    keysOf: ({ resource, object, type }) => {
      if (resource === 'nodes') return [...waiting];
      if (resource !== 'pods' || type === 'DELETED' || (object as Pod).spec.nodeName) return [];
      return [keyOf(object)];
    },
    reconcile: (key) => {
      if (assign(parts, key, perNode)) waiting.delete(key);
      else waiting.add(key);
      return undefined;
    },
  });
  return (change) => {
    if (change.resource === 'pods') perNode.see(change.object as Pod, change.type === 'DELETED');
    listen(change);
  };
}

/** Returns whether there is nothing left to do for that Pod. */
function assign(parts: ControllerParts, key: string, perNode: PodsPerNode): boolean {
  const { api } = parts;
  const [namespace, name] = splitKey(key);
  const pod = api.get('pods', namespace, name) as Pod | undefined;
  if (pod === undefined || !isDue(pod)) return true;
  const nodes = api.list('nodes') as readonly Node[];
  const refusals = nodes.map((node) => refusal(node, pod));
  const open = nodes.filter((_node, index) => refusals[index] === undefined);
  const best = [...open].sort((a, b) => perNode.count(a.metadata.name) - perNode.count(b.metadata.name))[0];
  if (best === undefined) {
    refuse(parts, pod, unschedulable(nodes.length, refusals));
    return false;
  }
  const bound = api.bind(namespace, name, best.metadata.name) as Pod;
  perNode.see(bound, false);
  writeCondition(parts, bound, { status: 'True' });
  const message = `Successfully assigned ${namespace}/${name} to ${best.metadata.name}`;
  parts.events.record(bound, SOURCE, { type: 'Normal', reason: 'Scheduled', message });
  return true;
}

/** A Pod with a gate is looked at when its gates are gone: that is a change of it. */
function isDue(pod: Pod): boolean {
  const { schedulerName = NAME, schedulingGates = [], nodeName } = pod.spec;
  const isOurs = schedulerName === NAME && schedulingGates.length === 0;
  return isOurs && !nodeName && !isTerminal(pod) && !pod.metadata.deletionTimestamp;
}

/** Source: k/k pkg/scheduler/framework FitError.Error; reasons sorted, each with its count. */
function unschedulable(nodes: number, refusals: readonly (string | undefined)[]): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const counts = new Map<string, number>();
  for (const reason of refusals) if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const preemption = `preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
  return `0/${nodes} nodes are available: ${reasons.join(', ')}. ${preemption}`;
}

function refuse(parts: ControllerParts, pod: Pod, message: string): void {
  writeCondition(parts, pod, { status: 'False', reason: 'Unschedulable', message });
  parts.events.record(pod, SOURCE, { type: 'Warning', reason: 'FailedScheduling', message });
}

function writeCondition(
  { api }: ControllerParts,
  pod: Pod,
  verdict: { readonly status: 'True' | 'False'; readonly reason?: string; readonly message?: string },
): void {
  const before = conditionOf(pod.status?.conditions, 'PodScheduled');
  const now = rfc3339(api.now());
  const { generation } = pod.metadata;
  const condition = {
    type: 'PodScheduled',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...verdict,
    lastProbeTime: null,
    lastTransitionTime: before?.status === verdict.status ? before.lastTransitionTime : now,
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const phase = pod.status?.phase ?? 'Pending';
  const conditions = [...others, condition];
  api.updateStatus('pods', namespaceOf(pod), pod.metadata.name, { ...pod.status, phase, conditions });
}

/** How many Pods that take up room each Node has. */
class PodsPerNode {
  readonly #nodes = new Map<string, Set<string>>();

  see(pod: Pod, gone: boolean): void {
    const { nodeName } = pod.spec;
    if (!nodeName) return;
    const pods = this.#nodes.get(nodeName) ?? new Set<string>();
    this.#nodes.set(nodeName, pods);
    if (gone || isTerminal(pod)) pods.delete(pod.metadata.uid);
    else pods.add(pod.metadata.uid);
  }

  count(node: string): number {
    return this.#nodes.get(node)?.size ?? 0;
  }
}
