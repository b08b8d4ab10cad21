import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  ContainerTermination,
  ProbeTarget,
} from '#shared/kube/pod.ts';
import { asBoolean, asFilledText, asList, asNumber, asObject, isObject, oneOf, type JsonObject } from './json-shape.ts';
import { PROTOCOLS } from './project-service.ts';
import type { Sharer } from './share.ts';

/** More containers than this in one Pod are no Pod anyone runs. */
const CONTAINER_CAP = 500;
const MESSAGE_CAP = 1_000;
const NO_CONTAINERS: readonly Container[] = Object.freeze([]);
const NO_PORTS: readonly ContainerPort[] = Object.freeze([]);

/** `spec.containers` or `spec.initContainers`, each with its status by name. */
export function projectContainers(
  specs: unknown,
  statuses: unknown,
  init: boolean,
  share: Sharer,
): readonly Container[] {
  const raw = asList(specs, CONTAINER_CAP).filter(isObject);
  if (raw.length === 0) return NO_CONTAINERS;
  const byName = new Map(
    asList(statuses, CONTAINER_CAP)
      .filter(isObject)
      .map((status) => [status.name, status]),
  );
  return raw.map((container) => {
    const status = byName.get(container.name);
    return {
      name: share.text(asFilledText(container.name, 253) ?? ''),
      image: share.text(asFilledText(container.image, 1_024) ?? ''),
      // Only an init container can be a sidecar. Source: KEP-753.
      sidecar: init && container.restartPolicy === 'Always',
      ports: projectPorts(container.ports, share),
      readinessProbe: isObject(container.readinessProbe) ? projectProbe(container.readinessProbe, share) : null,
      readinessDelaySeconds: asNumber(asObject(container.readinessProbe).initialDelaySeconds) ?? 0,
      status: status === undefined ? null : projectStatus(status, share),
    };
  });
}

function projectPorts(raw: unknown, share: Sharer): readonly ContainerPort[] {
  const ports = asList(raw, 1_000).filter(isObject);
  if (ports.length === 0) return NO_PORTS;
  return share.value(
    ports.map((port) => ({
      name: asFilledText(port.name, 64),
      containerPort: asNumber(port.containerPort) ?? 0,
      protocol: oneOf(port.protocol, PROTOCOLS, 'TCP'),
    })),
  );
}

function projectProbe(raw: JsonObject, share: Sharer): ProbeTarget | null {
  const kind = (['httpGet', 'tcpSocket', 'grpc', 'exec'] as const).find((each) => isObject(raw[each]));
  if (kind === undefined) return null;
  const action = asObject(raw[kind]);
  const port = asNumber(action.port) ?? asFilledText(action.port, 64);
  return share.value({ kind, port, path: kind === 'httpGet' ? asFilledText(action.path, 1_024) : null });
}

function projectStatus(raw: JsonObject, share: Sharer): ContainerStatus {
  const last = asObject(raw.lastState).terminated;
  return {
    ready: raw.ready === true,
    started: asBoolean(raw.started),
    restartCount: asNumber(raw.restartCount) ?? 0,
    state: projectState(asObject(raw.state), share),
    lastTermination: isObject(last) ? projectTermination(last) : null,
  };
}

/** No state at all means waiting. Source: k8s.io/api core/v1 ContainerState. */
function projectState(raw: JsonObject, share: Sharer): ContainerState {
  if (isObject(raw.running)) {
    return share.value({ kind: 'running', startedAt: asFilledText(raw.running.startedAt, 64) });
  }
  if (isObject(raw.terminated)) return { kind: 'terminated', ...projectTermination(raw.terminated) };
  const waiting = asObject(raw.waiting);
  return share.value({
    kind: 'waiting',
    reason: asFilledText(waiting.reason, 256),
    message: asFilledText(waiting.message, MESSAGE_CAP),
  });
}

function projectTermination(raw: JsonObject): ContainerTermination {
  return {
    reason: asFilledText(raw.reason, 256),
    message: asFilledText(raw.message, MESSAGE_CAP),
    exitCode: asNumber(raw.exitCode) ?? 0,
    signal: asNumber(raw.signal),
    finishedAt: asFilledText(raw.finishedAt, 64),
  };
}
