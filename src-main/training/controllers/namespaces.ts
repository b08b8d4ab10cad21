import type { KubeObject } from '../cluster-api.ts';
import { StatusError } from '../cluster-api.ts';
import { at, listOf } from '../json.ts';
import { KINDS } from '../kinds.ts';
import { controller, type ChangeListener, type ControllerParts } from './controller.ts';
import { rfc3339 } from './times.ts';

const INSIDE = KINDS.filter(({ namespaced }) => namespaced);

/** Empties each Namespace that is being deleted, then lets it go. Source: k/k pkg/controller/namespace/deletion. */
export function namespaceDeletion(parts: ControllerParts): ChangeListener {
  const { api } = parts;
  return controller(parts, {
    name: 'namespace',
    delayMs: parts.settings.controllerDelayMs,
    keysOf: ({ type, resource, object }) => {
      if (resource === 'namespaces') return [object.metadata.name];
      return type === 'DELETED' && object.metadata.namespace !== undefined ? [object.metadata.namespace] : [];
    },
    reconcile: (name) => {
      const namespace = api.get('namespaces', undefined, name);
      if (namespace?.metadata.deletionTimestamp === undefined) return undefined;
      const left = empty(parts, name);
      const holds = listOf(at(namespace, 'spec', 'finalizers')).includes('kubernetes');
      if (left.size === 0) {
        if (holds) api.finalizeNamespace(name);
      } else tellRemaining(parts, namespace, left);
      return undefined;
    },
  });
}

/** Asks for the deletion of everything inside; what is still there afterwards, by resource. */
function empty({ api }: ControllerParts, namespace: string): ReadonlyMap<string, readonly KubeObject[]> {
  const left = new Map<string, readonly KubeObject[]>();
  for (const { resource, plural, group } of INSIDE) {
    for (const { metadata } of api.list(resource, namespace)) {
      if (metadata.deletionTimestamp !== undefined) continue;
      try {
        api.delete(resource, namespace, metadata.name, { propagationPolicy: 'Background' });
      } catch (error) {
        if (!(error instanceof StatusError) || error.status.code !== 404) throw error;
      }
    }
    const remaining = api.list(resource, namespace);
    if (remaining.length > 0) left.set(group === '' ? `${plural}.` : `${plural}.${group}`, remaining);
  }
  return left;
}

/** Source: k/k pkg/controller/namespace/deletion/status_condition_utils.go. */
function tellRemaining(
  { api }: ControllerParts,
  namespace: KubeObject,
  left: ReadonlyMap<string, readonly KubeObject[]>,
): void {
  const now = rfc3339(api.now());
  const counts = [...left].map(([resource, objects]) => `${resource} has ${objects.length} resource instances`).sort();
  const finalizers = new Map<string, number>();
  for (const { metadata } of [...left.values()].flat()) {
    for (const each of metadata.finalizers ?? []) finalizers.set(each, (finalizers.get(each) ?? 0) + 1);
  }
  const held = [...finalizers].map(([name, count]) => `${name} in ${count} resource instances`).sort();
  const verdicts = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    ['NamespaceContentRemaining', 'True', 'SomeResourcesRemain', `Some resources are remaining: ${counts.join(', ')}`],
    held.length === 0
      ? [
          'NamespaceFinalizersRemaining',
          'False',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ]
      : [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.join(', ')}`,
        ],
  ];
  const before = (namespace.status ?? {}) as { readonly conditions?: readonly Record<string, unknown>[] };
  const conditions = verdicts.map(([type, status, reason, message]) => {
    const old = before.conditions?.find((condition) => condition.type === type && condition.status === status);
    return { type, status, lastTransitionTime: old?.lastTransitionTime ?? now, reason, message };
  });
  api.updateStatus('namespaces', undefined, namespace.metadata.name, { ...before, conditions });
}
