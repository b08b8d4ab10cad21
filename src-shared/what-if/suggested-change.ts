import type { Finding } from '../findings/finding.ts';
import type { NearestPods } from '../findings/nearest-pods.ts';
import type { ContainerPort, Pod } from '../kube/pod.ts';
import { runningContainers } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { isHeadless } from '../kube/service.ts';
import { resolveTargetPort } from '../membership/resolve-target-port.ts';
import type { Labels, PodChange, ServiceChange, ServiceEdit } from './change.ts';

/**
 * The change that would mend a finding, to be tried before it is made; null where no edit of selector, targetPort or
 * publishNotReadyAddresses does, or where which one it would be is anybody's guess.
 * @param pods those the Service selects
 */
export function suggestedChange(finding: Finding, service: Service, pods: readonly Pod[]): ServiceChange | null {
  switch (finding.code) {
    case 'selector-matches-no-pod': {
      const [first] = finding.parameters.nearest;
      return first?.near === true ? selectorChange(service, first) : null;
    }
    case 'named-port-missing': {
      const { index, nearest } = finding.parameters;
      return nearest === null ? null : targetPortChange(service, index, nearest);
    }
    case 'probe-port-not-targeted':
      return probedPort(service, pods, finding.parameters.probePort);
    case 'traffic-refused': {
      // Where others answered on it, the port is the right one.
      if (finding.parameters.answered > 0) return null;
      const index = service.ports.findIndex(({ port }) => port === finding.parameters.port);
      const number = otherPort(pods, finding.parameters.targetPort);
      return number === null ? null : targetPortChange(service, index, number);
    }
    case 'not-ready-gets-traffic':
      // Worth knowing only: peers that find one another before they are ready would no longer do so.
      if (finding.severity === 'info') return null;
      return changeOf(service, { field: 'publishNotReadyAddresses', from: true, to: false });
    default:
      return null;
  }
}

/** The selector that would select these Pods; null where nothing would be left of it. */
export function selectorChange(service: Service, { selectorChange: change }: NearestPods): ServiceChange | null {
  if (change === null) return null;
  return changeOf(service, { field: 'selector', from: service.selector, to: change.selector });
}

/** The labels that a Pod of no controller would need; what a controller makes would be made anew without them. */
export function labelsChange(pod: Pod, labels: Labels): PodChange {
  const { uid, namespace, name, resourceVersion, labels: from } = pod.meta;
  const edits = [{ field: 'labels' as const, from, to: { ...from, ...labels } }];
  return { kind: 'Pod', uid, namespace, name, resourceVersion, edits };
}

function targetPortChange(service: Service, index: number, to: number | string): ServiceChange | null {
  const port = service.ports[index];
  if (port === undefined || port.targetPort === to) return null;
  const { port: number, protocol, targetPort: from } = port;
  return changeOf(service, { field: 'targetPort', port: number, protocol, from, to });
}

/** Meant by mistake where the Pods declare the port that is probed and not the one that is sent to; else a port of its own. */
function probedPort(service: Service, pods: readonly Pod[], probed: number): ServiceChange | null {
  const [port, ...others] = service.ports;
  if (port === undefined || others.length > 0 || port.protocol !== 'TCP' || isHeadless(service)) return null;
  const declares = (number: number | string | null) => (pod: Pod) =>
    runningContainers(pod).some(({ ports }) => ports.some(({ containerPort }) => containerPort === number));
  const isMistaken = pods.every(declares(probed)) && !pods.some((pod) => declares(resolveTargetPort(pod, port))(pod));
  return isMistaken ? targetPortChange(service, 0, probed) : null;
}

/**
 * The one TCP port that the Pods declare, all of them, and not for metrics or probes by its name. Where one of them declares
 * the port that refuses, that is the one that was meant, and another has another purpose.
 */
function otherPort(pods: readonly Pod[], refused: number | null): number | null {
  const declared = pods.map((pod) => runningContainers(pod).flatMap(({ ports }) => ports.filter(isOverTcp)));
  const [only, ...others] = new Set(declared.flatMap((ports) => ports.map(({ containerPort }) => containerPort)));
  if (only === undefined || others.length > 0 || only === refused) return null;
  return declared.every((ports) => ports.some(({ name }) => !isAside(name))) ? only : null;
}

function isOverTcp({ protocol }: ContainerPort): boolean {
  return protocol === 'TCP';
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

function changeOf({ meta }: Service, edit: ServiceEdit): ServiceChange {
  const { uid, namespace, name, resourceVersion } = meta;
  return { kind: 'Service', uid, namespace, name, resourceVersion, edits: [edit] };
}
