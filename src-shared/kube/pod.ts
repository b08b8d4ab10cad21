import type { ObjectMeta } from './object-meta.ts';
import type { Protocol } from './service.ts';

type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

/** The fields of a core/v1 Pod that ServiceScope shows. No environment, no annotations, no volumes. */
export interface Pod {
  readonly kind: 'Pod';
  readonly meta: ObjectMeta;
  /** Null while unscheduled. */
  readonly nodeName: string | null;
  readonly hostNetwork: boolean;
  readonly phase: PodPhase;
  /** `status.reason`, such as Evicted or NodeLost. */
  readonly reason: string | null;
  /** `status.message`, cut at 1,000 characters. */
  readonly message: string | null;
  readonly podIPs: readonly string[];
  readonly hostIP: string | null;
  readonly conditions: readonly PodCondition[];
  /** Condition types named in `spec.readinessGates`. */
  readonly readinessGates: readonly string[];
  /** `spec.containers`, in order. */
  readonly containers: readonly Container[];
  /** `spec.initContainers`, in order. */
  readonly initContainers: readonly Container[];
}

export interface PodCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string | null;
  readonly message: string | null;
  readonly lastTransitionTime: string | null;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  /** An init container with `restartPolicy: Always`: it runs beside the others and its ports count. */
  readonly sidecar: boolean;
  readonly ports: readonly ContainerPort[];
  readonly readinessProbe: ProbeTarget | null;
  /** `readinessProbe.initialDelaySeconds`; 0 where there is none. */
  readonly readinessDelaySeconds: number;
  /** Null until the kubelet has reported on it. */
  readonly status: ContainerStatus | null;
}

export interface ContainerPort {
  readonly name: string | null;
  readonly containerPort: number;
  readonly protocol: Protocol;
}

/** Where a readiness probe knocks. `port` is null for exec probes. */
export interface ProbeTarget {
  readonly kind: 'httpGet' | 'tcpSocket' | 'grpc' | 'exec';
  readonly port: number | string | null;
  readonly path: string | null;
}

export interface ContainerStatus {
  readonly ready: boolean;
  readonly started: boolean | null;
  readonly restartCount: number;
  readonly state: ContainerState;
  /** Why the container ended the last time, for "2 restarts, last: OOMKilled". */
  readonly lastTermination: ContainerTermination | null;
}

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string | null; readonly message: string | null }
  | { readonly kind: 'running'; readonly startedAt: string | null }
  | ({ readonly kind: 'terminated' } & ContainerTermination);

export interface ContainerTermination {
  readonly reason: string | null;
  readonly message: string | null;
  readonly exitCode: number;
  readonly signal: number | null;
  readonly finishedAt: string | null;
}

/** Readiness is the Pod condition `Ready`, not "3/3". Source: k/k pkg/api/v1/pod IsPodReady. */
export function isPodReady(pod: Pod): boolean {
  return pod.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** It does no work any more, and no controller makes an endpoint of it. */
export function hasEnded({ phase }: Pick<Pod, 'phase'>): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Containers that run while the Pod is up: `spec.containers` and sidecars, whose ports and readiness probes count alike. */
export function runningContainers({ containers, initContainers }: Pod): readonly Container[] {
  return [...containers, ...initContainers.filter(({ sidecar }) => sidecar)];
}
