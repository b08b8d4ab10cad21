import type { KubeObject } from '../cluster-api.ts';
import { StatusError } from '../cluster-api.ts';
import type { ControllerParts } from './controller.ts';
import { controllerReference } from './owner-references.ts';
import { namespaceOf, type Pod, type PodTemplate } from './shapes.ts';

/** How many Pods a controller makes or ends in one go. Source: k/k pkg/controller/replicaset BurstReplicas. */
export const BURST = 500;

/** Makes a Pod of a template, owned by its maker, and tells of it as an Event. Source: k/k pkg/controller RealPodControl. */
export function createPod(
  parts: ControllerParts,
  owner: KubeObject,
  template: PodTemplate,
  component: string,
  extra: { readonly finalizers?: readonly string[] } = {},
): Pod {
  const namespace = namespaceOf(owner);
  try {
    const pod = parts.api.create('pods', namespace, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...(template.metadata?.labels ? { labels: template.metadata.labels } : {}),
        ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
        ...extra,
        namespace,
        generateName: `${owner.metadata.name}-`,
        ownerReferences: [controllerReference(owner)],
      },
      spec: template.spec,
    }) as Pod;
    const message = `Created pod: ${pod.metadata.name}`;
    parts.events.record(owner, { component }, { type: 'Normal', reason: 'SuccessfulCreate', message });
    return pod;
  } catch (error) {
    if (!isNamespaceTerminating(error)) {
      const message = `Error creating: ${error instanceof Error ? error.message : String(error)}`;
      parts.events.record(owner, { component }, { type: 'Warning', reason: 'FailedCreate', message });
    }
    throw error;
  }
}

/** Ends a Pod and tells of it as an Event of its owner; one that is gone already is no failure. */
export function deletePod(parts: ControllerParts, owner: KubeObject, pod: Pod, component: string): void {
  const { name, uid } = pod.metadata;
  try {
    parts.api.delete('pods', namespaceOf(pod), name, { preconditions: { uid } });
  } catch (error) {
    if (error instanceof StatusError && (error.status.code === 404 || error.status.code === 409)) return;
    throw error;
  }
  const message = `Deleted pod: ${name}`;
  parts.events.record(owner, { component }, { type: 'Normal', reason: 'SuccessfulDelete', message });
}

/** Whether a create was refused because its namespace goes away: there is nothing to try again. */
export function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof StatusError)) return false;
  const causes = error.status.details?.causes;
  return Array.isArray(causes) && causes.some((cause: { reason?: unknown }) => cause.reason === 'NamespaceTerminating');
}
