import type { Container, ContainerTermination, Pod, PodCondition } from '../kube/pod.ts';
import type { MemberReason, MembershipInput } from './member.ts';

/**
 * Why a Pod is not Ready, the deciding reason first; empty for a Pod that is Ready. Asked in the order in which a Pod
 * comes up: scheduled, init containers, containers, readiness gates, its Node. What none of them explains is told in the
 * words of the Ready condition itself.
 */
export function whyNotReady(pod: Pod, nodes: MembershipInput['nodes']): readonly MemberReason[] {
  const condition = conditionOf(pod, 'Ready');
  if (condition?.status === 'True') return [];
  const found = unscheduled(pod) ?? initContainers(pod) ?? containers(pod) ?? readinessGates(pod) ?? node(pod, nodes);
  if (found !== null && found.length > 0) return found;
  return [{ code: 'not-ready', reason: condition?.reason ?? null, message: condition?.message ?? null }];
}

function unscheduled(pod: Pod): readonly MemberReason[] | null {
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (pod.nodeName !== null && scheduled?.status !== 'False') return null;
  return [{ code: 'unscheduled', message: scheduled?.message ?? null }];
}

/**
 * The first init container that holds the Pod up: they run one after the other, a sidecar lets the next one start once it
 * has started. Source: Kubernetes documentation, Pod Lifecycle, and k/k pkg/kubelet/status/generate.go.
 */
function initContainers(pod: Pod): readonly MemberReason[] | null {
  if (conditionOf(pod, 'Initialized')?.status === 'True') return null;
  for (const container of pod.initContainers) {
    const { status } = container;
    if (status === null) continue;
    if (status.state.kind === 'terminated' && status.state.exitCode === 0) continue;
    if (container.sidecar && status.started === true) continue;
    return [{ code: 'init-container', container: container.name, reason: initReason(container) }];
  }
  return null;
}

function initReason({ status }: Container): string | null {
  if (status === null || status.state.kind === 'running') return null;
  if (status.state.kind === 'terminated') return terminationReason(status.state);
  return status.state.reason === 'PodInitializing' ? null : status.state.reason;
}

/** Containers and sidecars that keep ContainersReady from being True, all of them; null where there is none. */
function containers(pod: Pod): readonly MemberReason[] | null {
  const reasons = [...pod.containers, ...pod.initContainers.filter(({ sidecar }) => sidecar)].flatMap(whyUnready);
  return reasons.length > 0 ? reasons : null;
}

function whyUnready({ name, status, readinessProbe }: Container): readonly MemberReason[] {
  if (status === null || status.ready) return [];
  const { state } = status;
  if (state.kind === 'waiting') {
    return state.reason === null
      ? []
      : [{ code: 'container-waiting', container: name, reason: state.reason, message: state.message }];
  }
  if (state.kind === 'terminated') {
    const { exitCode } = state;
    return [{ code: 'container-terminated', container: name, reason: terminationReason(state), exitCode }];
  }
  // Running and not started: the kubelet asks the readiness probe only after the startup probe has passed.
  if (status.started === false) return [{ code: 'startup-probe', container: name }];
  // The probe's own words stand in an Event (reason Unhealthy), not in the Pod.
  return readinessProbe === null ? [] : [{ code: 'readiness-probe', container: name, message: null }];
}

/** A gate is shut while its condition is absent or not True. Source: k/k pkg/kubelet/status GeneratePodReadyCondition. */
function readinessGates(pod: Pod): readonly MemberReason[] | null {
  const shut = pod.readinessGates.filter((gate) => conditionOf(pod, gate)?.status !== 'True');
  return shut.length > 0 ? shut.map((gate) => ({ code: 'readiness-gate', gate })) : null;
}

/** The node lifecycle controller makes the Pods of a Node that is not Ready unready (k/k pkg/util/node MarkPodsNotReady). */
function node(pod: Pod, nodes: MembershipInput['nodes']): readonly MemberReason[] | null {
  if (pod.nodeName === null || nodes?.get(pod.nodeName)?.ready !== false) return null;
  return [{ code: 'node-not-ready', node: pod.nodeName }];
}

/** As `kubectl get pods` names an end that carries no reason. */
function terminationReason({ reason, signal, exitCode }: ContainerTermination): string {
  if (reason !== null && reason !== '') return reason;
  return signal !== null && signal !== 0 ? `Signal:${String(signal)}` : `ExitCode:${String(exitCode)}`;
}

function conditionOf(pod: Pod, type: string): PodCondition | undefined {
  return pod.conditions.find((condition) => condition.type === type);
}
