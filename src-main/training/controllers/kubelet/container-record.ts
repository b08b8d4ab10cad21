import type { ContainerProcess } from '../../pod-runtime.ts';
import type { Container, ContainerState, ContainerStatus, Pod, Terminated } from '../shapes.ts';
import { imageReference } from './image-reference.ts';

/** What the kubelet knows of one container of a Pod. */
export interface ContainerRecord {
  readonly spec: Container;
  /** An init container runs to its end before the next; a sidecar is one that stays. */
  readonly role: 'init' | 'sidecar' | 'main';
  state: ContainerState;
  last: Terminated | undefined;
  restarts: number;
  /** Past its startup probe, if it has one. */
  started: boolean;
  /** What its readiness probe says; true where it has none. */
  passing: boolean;
  process: ContainerProcess | undefined;
  containerID: string | undefined;
  /** Delay of restarts, and when it grew. Undefined before the first. */
  backoff: { readonly ms: number; readonly since: number } | undefined;
}

/** The containers of a Pod in the order in which they start, none of them started. */
export function containerRecords(pod: Pod): ContainerRecord[] {
  const inits = pod.spec.initContainers ?? [];
  const reason = inits.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const record = (spec: Container, role: ContainerRecord['role']): ContainerRecord => ({
    spec,
    role,
    state: { waiting: { reason } },
    last: undefined,
    restarts: 0,
    started: false,
    passing: false,
    process: undefined,
    containerID: undefined,
    backoff: undefined,
  });
  return [
    ...inits.map((spec) => record(spec, spec.restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...pod.spec.containers.map((spec) => record(spec, 'main')),
  ];
}

/** Whether it runs now. */
export function isRunning(record: ContainerRecord): boolean {
  return 'running' in record.state;
}

/** How it ended the latest time, whether or not it waits to be started again. */
export function latestEnd(record: ContainerRecord): Terminated | undefined {
  return 'terminated' in record.state ? record.state.terminated : record.last;
}

/** The field of a Pod that describes it, as Events name it. */
export function fieldPathOf(record: ContainerRecord): string {
  return `spec.${record.role === 'main' ? 'containers' : 'initContainers'}{${record.spec.name}}`;
}

/** As status.containerStatuses tells it. */
export function statusOf(record: ContainerRecord): ContainerStatus {
  const running = isRunning(record);
  const { containerID } = record;
  const pulled = containerID !== undefined;
  const done = 'terminated' in record.state && record.state.terminated.exitCode === 0;
  return {
    name: record.spec.name,
    state: record.state,
    lastState: record.last === undefined ? {} : { terminated: record.last },
    ready: record.role === 'init' ? done : running && record.started && record.passing,
    restartCount: record.restarts,
    image: pulled ? imageReference(record.spec.image) : record.spec.image,
    imageID: pulled ? imageReference(record.spec.image, 'digest') : '',
    ...(pulled ? { containerID } : {}),
    started: running && record.started,
  };
}
