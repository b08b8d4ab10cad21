import { humanDuration } from './human-duration.ts';
import type { Container, ContainerStatus, ContainerTermination, Pod } from './pod.ts';

// kubectl's columns of a Pod. Source: k/k 1.34.4 pkg/printers/internalversion/printers.go printPod; proved by
// test/golden/fixtures/pods.json.

/** `kubectl get pods`, but NAME and AGE. */
export interface PodColumns {
  /** `1/2`: containers and sidecars. */
  readonly ready: string;
  /** Not the phase: `CrashLoopBackOff`, `Init:0/1`, `Completed`, `Terminating` … */
  readonly status: string;
  /** `0`, `2 (3m ago)`. */
  readonly restarts: string;
}

interface Reported extends Container {
  readonly status: ContainerStatus;
}

/** READY, STATUS and RESTARTS of a Pod. `now` in milliseconds since 1970, by the API server's clock. */
export function printPod(pod: Pod, now: number): PodColumns {
  const init = upToHold(reported(pod.initContainers));
  // The kubelet reports init containers in the order of the spec, containers in the order of their names.
  const containers = reported(pod.containers).sort((a, b) => (a.name < b.name ? -1 : 1));
  const initializing = initializingStatus(init, pod.initContainers.length);
  const started = initializing === null || hasCondition(pod, 'Initialized');
  const sidecars = init.filter(({ sidecar }) => sidecar);
  // Only once initialization is over do the containers count, and finished init containers no longer do.
  const counted = started ? [...sidecars, ...containers] : init;
  const readySidecars = init.filter(isReadySidecar).length;
  const readyContainers = started ? containers.filter(isReadyAndRunning).length : 0;
  const total = pod.containers.length + pod.initContainers.filter(({ sidecar }) => sidecar).length;
  return {
    ready: `${readySidecars + readyContainers}/${total}`,
    status: deletionStatus(pod) ?? statusOf(pod, containers, initializing, started),
    restarts: printRestarts(counted, now),
  };
}

function statusOf(pod: Pod, containers: readonly Reported[], initializing: string | null, started: boolean): string {
  const gated = pod.conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  const before =
    initializing ?? (gated ? 'SchedulingGated' : pod.reason !== null && pod.reason !== '' ? pod.reason : pod.phase);
  if (!started) return before;
  const status = containers.map(containerStatus).find((said) => said !== null) ?? before;
  if (status !== 'Completed' || !containers.some(isReadyAndRunning)) return status;
  return hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function deletionStatus({ meta, phase, reason }: Pod): string | null {
  if (meta.deletionTimestamp === null) return null;
  if (reason === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? null : 'Terminating';
}

/** What holds initialization up, null where nothing does. */
function initializingStatus(init: readonly Reported[], total: number): string | null {
  const index = init.findIndex((container) => !isPast(container));
  const holding = init[index];
  if (holding === undefined) return null;
  const { state } = holding.status;
  if (state.kind === 'terminated') return `Init:${terminationReason(state)}`;
  const waiting = state.kind === 'waiting' ? (state.reason ?? '') : '';
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}

/** Initialization goes on beyond this init container. */
function isPast({ sidecar, status }: Reported): boolean {
  return (status.state.kind === 'terminated' && status.state.exitCode === 0) || (sidecar && status.started === true);
}

/** kubectl looks no further than the init container that holds initialization up. */
function upToHold(init: readonly Reported[]): readonly Reported[] {
  const index = init.findIndex((container) => !isPast(container));
  return index === -1 ? init : init.slice(0, index + 1);
}

function isReadySidecar(container: Reported): boolean {
  const { sidecar, status } = container;
  return sidecar && isPast(container) && status.state.kind !== 'terminated' && status.ready;
}

function containerStatus({ status: { state } }: Reported): string | null {
  if (state.kind === 'waiting') return state.reason === '' ? null : state.reason;
  return state.kind === 'terminated' ? terminationReason(state) : null;
}

function isReadyAndRunning({ status }: Reported): boolean {
  return status.ready && status.state.kind === 'running';
}

function terminationReason({ reason, signal, exitCode }: ContainerTermination): string {
  if (reason !== null && reason !== '') return reason;
  return signal !== null && signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function printRestarts(counted: readonly Reported[], now: number): string {
  const restarts = counted.reduce((sum, { status }) => sum + status.restartCount, 0);
  const last = counted
    .map(({ status }) => Date.parse(status.lastTermination?.finishedAt ?? ''))
    .filter((time) => !Number.isNaN(time));
  return restarts === 0 || last.length === 0
    ? `${restarts}`
    : `${restarts} (${humanDuration(now - Math.max(...last))} ago)`;
}

function reported(containers: readonly Container[]): Reported[] {
  return containers.flatMap((container) =>
    container.status === null ? [] : [{ ...container, status: container.status }],
  );
}

function hasCondition(pod: Pod, type: string): boolean {
  return pod.conditions.some((condition) => condition.type === type && condition.status === 'True');
}
