import type { ContainerPort, Pod } from '../kube/pod.ts';
import { runningContainers } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { isHeadless } from '../kube/service.ts';
import { resolveTargetPort } from '../membership/resolve-target-port.ts';

/** A targetPort and the number that was meant by it, where both are told. */
export interface TargetPortMeant {
  /** Where the port stands in `spec.ports`. */
  readonly index: number;
  readonly from: number | string;
  readonly to: number;
}

/**
 * For a port whose requests are refused: the one TCP port that the Pods declare, all of them, and not for metrics or probes by
 * its name. Where one of them declares the port that refuses, that is the one that was meant, and another has another purpose.
 * @param pods those the Service selects
 * @param refused the number in the Pods
 */
export function portMeantForRefused(
  service: Service,
  index: number,
  pods: readonly Pod[],
  refused: number | null,
): TargetPortMeant | null {
  const declared = pods.map(declaredPorts);
  const [only, ...others] = new Set(declared.flatMap((ports) => ports.map(({ containerPort }) => containerPort)));
  if (only === undefined || others.length > 0 || only === refused) return null;
  return declared.every((ports) => ports.some(({ name }) => !isAside(name))) ? meant(service, index, only) : null;
}

/**
 * For a port that is probed and not sent to: meant by mistake where the Pods declare the port that is probed and not the one
 * that is sent to; else it is a port of its own.
 */
export function portMeantForProbed(service: Service, pods: readonly Pod[], probed: number): TargetPortMeant | null {
  const [port, ...others] = service.ports;
  if (port === undefined || others.length > 0 || port.protocol !== 'TCP' || isHeadless(service)) return null;
  const declares = (number: number | null) => (pod: Pod) =>
    runningContainers(pod).some(({ ports }) => ports.some(({ containerPort }) => containerPort === number));
  const isMistaken = pods.every(declares(probed)) && !pods.some((pod) => declares(resolveTargetPort(pod, port))(pod));
  return isMistaken ? meant(service, 0, probed) : null;
}

/** The TCP ports that a Pod declares. */
export function declaredPorts(pod: Pod): readonly ContainerPort[] {
  return runningContainers(pod).flatMap(({ ports }) => ports.filter(({ protocol }) => protocol === 'TCP'));
}

function meant({ ports }: Service, index: number, to: number): TargetPortMeant | null {
  const from = ports[index]?.targetPort;
  return from === undefined || from === to ? null : { index, from, to };
}

/** Said of a port by its name: what looks after the Pod asks there, not the clients of a Service. */
function isAside(name: string | null): boolean {
  return name?.split('-').some((word) => ASIDE.has(word)) === true;
}

const ASIDE: ReadonlySet<string> = new Set([
  ...['metric', 'metrics', 'prom', 'prometheus', 'monitoring', 'telemetry', 'stats'],
  ...['health', 'healthz', 'livez', 'readyz', 'liveness', 'readiness', 'probe', 'probes', 'status'],
  ...['admin', 'management', 'mgmt', 'debug', 'pprof'],
]);
