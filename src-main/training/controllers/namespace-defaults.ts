import type { Draft, ResourceName } from '../cluster-api.ts';
import { controller, type ChangeListener, type ControllerParts } from './controller.ts';
import { isNamespaceTerminating } from './pod-control.ts';

/** Source: k/k pkg/controller/certificates/rootcacertpublisher. */
const NOTE =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Gives every Namespace the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`, and gives them again. */
export function namespaceDefaults(parts: ControllerParts, rootCertificate: string): ChangeListener {
  const { api } = parts;
  return controller(parts, {
    name: 'namespace-defaults',
    delayMs: parts.settings.controllerDelayMs,
    keysOf: ({ resource, object }) => {
      if (resource === 'namespaces') return [object.metadata.name];
      const mine = resource === 'serviceaccounts' || resource === 'configmaps';
      return mine && object.metadata.namespace !== undefined ? [object.metadata.namespace] : [];
    },
    reconcile: (namespace) => {
      const found = api.get('namespaces', undefined, namespace);
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) return undefined;
      const ensure = (resource: ResourceName, name: string, draft: Draft): void => {
        if (api.get(resource, namespace, name) !== undefined) return;
        try {
          api.create(resource, namespace, draft);
        } catch (error) {
          if (!isNamespaceTerminating(error)) throw error;
        }
      };
      ensure('serviceaccounts', 'default', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
      });
      ensure('configmaps', 'kube-root-ca.crt', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kube-root-ca.crt', namespace, annotations: { 'kubernetes.io/description': NOTE } },
        data: { 'ca.crt': rootCertificate },
      });
      return undefined;
    },
  });
}
