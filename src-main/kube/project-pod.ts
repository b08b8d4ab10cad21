import type { Pod, PodCondition } from '#shared/kube/pod.ts';
import { asFilledText, asList, asObject, isObject, oneOf, type JsonObject } from './json-shape.ts';
import { projectContainers } from './project-container.ts';
import { projectMeta, projectTexts, type Projector } from './project-meta.ts';
import type { Sharer } from './share.ts';

/** Messages of the kubelet and the scheduler are cut here. */
export const MESSAGE_CAP = 1_000;

/** core/v1 Pod. Environment, annotations, volumes and managedFields are never looked at. */
export const projectPod: Projector<Pod> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const spec = asObject(asObject(raw).spec);
  const status = asObject(asObject(raw).status);
  const nodeName = asFilledText(spec.nodeName, 253);
  return {
    kind: 'Pod',
    meta,
    nodeName: nodeName === null ? null : share.text(nodeName),
    hostNetwork: spec.hostNetwork === true,
    phase: oneOf(status.phase, ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'], 'Unknown'),
    reason: asFilledText(status.reason, 256),
    message: asFilledText(status.message, MESSAGE_CAP),
    podIPs: podIPs(status),
    hostIP: hostIP(status, share),
    conditions: asList(status.conditions, 100)
      .filter(isObject)
      .map((condition) => projectCondition(condition, share)),
    readinessGates: projectTexts(
      asList(spec.readinessGates, 100).map((gate) => asObject(gate).conditionType),
      100,
      share,
    ),
    containers: projectContainers(spec.containers, status.containerStatuses, false, share),
    initContainers: projectContainers(spec.initContainers, status.initContainerStatuses, true, share),
  };
};

/** `podIPs` came with dual stack; `podIP` alone is what older servers write. */
function podIPs(status: JsonObject): readonly string[] {
  const all = projectTexts(
    asList(status.podIPs, 8).map((entry) => asObject(entry).ip),
    8,
  );
  const one = asFilledText(status.podIP, 64);
  return all.length > 0 || one === null ? all : [one];
}

function hostIP(status: JsonObject, share: Sharer): string | null {
  const ip = asFilledText(status.hostIP, 64);
  return ip === null ? null : share.text(ip);
}

function projectCondition(raw: JsonObject, share: Sharer): PodCondition {
  const reason = asFilledText(raw.reason, 256);
  const message = asFilledText(raw.message, MESSAGE_CAP);
  const lastTransitionTime = asFilledText(raw.lastTransitionTime, 64);
  // Shared: the conditions of a Pod that started in one second are those of many others.
  return share.value({
    type: asFilledText(raw.type, 316) ?? '',
    status: oneOf(raw.status, ['True', 'False', 'Unknown'], 'Unknown'),
    reason,
    message,
    lastTransitionTime,
  });
}
