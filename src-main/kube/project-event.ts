import type { KubeEvent } from '#shared/kube/kube-event.ts';
import { asFilledText, asNumber, asObject, asText } from './json-shape.ts';
import { projectMeta, projectReference, type Projector } from './project-meta.ts';

const MESSAGE_CAP = 1_000;

/**
 * core/v1 Event. Old writers fill `count`, `lastTimestamp` and `source`; new ones (events.k8s.io) `series`, `eventTime` and
 * `reportingComponent`, and leave the old ones null.
 */
export const projectEvent: Projector<KubeEvent> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const event = asObject(raw);
  const series = asObject(event.series);
  return {
    kind: 'Event',
    meta,
    type: share.text(asText(event.type, 64) ?? ''),
    reason: share.text(asText(event.reason, 256) ?? ''),
    message: asText(event.message, MESSAGE_CAP) ?? '',
    count: asNumber(series.count) ?? asNumber(event.count) ?? 1,
    lastSeen:
      asFilledText(series.lastObservedTime, 64) ??
      asFilledText(event.lastTimestamp, 64) ??
      asFilledText(event.eventTime, 64) ??
      asFilledText(event.firstTimestamp, 64) ??
      meta.creationTimestamp,
    source: share.text(
      asFilledText(asObject(event.source).component, 253) ?? asText(event.reportingComponent, 253) ?? '',
    ),
    container: containerOf(asText(asObject(event.involvedObject).fieldPath, 512)),
    involved: projectReference(asObject(event.involvedObject), share),
  };
};

/** `spec.containers{web}`, also of init containers. Source: k/k pkg/kubelet/container GenerateContainerRef. */
function containerOf(fieldPath: string | null): string | null {
  return /^spec\.(?:initC|c)ontainers\{(.+)\}$/.exec(fieldPath ?? '')?.[1] ?? null;
}
