import type { ClusterApi, KubeObject, OwnerReference } from '../../cluster-api.ts';
import { namespaceOf, type Labels } from '../shapes.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from './membership-shapes.ts';

const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';

/** A slice as a controller wants it. */
export interface WantedSlice {
  /** The one whose name it takes. */
  readonly replaces: EndpointSlice | undefined;
  readonly addressType: string;
  readonly labels: Labels;
  readonly annotations?: Labels;
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly EndpointPort[];
  readonly ownerReferences: readonly OwnerReference[];
}

/** Creates or replaces a slice. `trigger`: when what it tells of happened. */
export function writeSlice(
  api: ClusterApi,
  owner: KubeObject,
  wanted: WantedSlice,
  trigger: string | undefined,
): KubeObject {
  const namespace = namespaceOf(owner);
  const { replaces, addressType, labels, endpoints, ports, ownerReferences } = wanted;
  const { [TRIGGER]: _old, ...kept } = { ...replaces?.metadata.annotations, ...wanted.annotations };
  const annotations = trigger === undefined ? kept : { ...kept, [TRIGGER]: trigger };
  const metadata = {
    namespace,
    labels,
    ownerReferences,
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const slice = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType, endpoints, ports };
  if (replaces === undefined) {
    const generateName = `${owner.metadata.name}-`;
    return api.create('discovery.k8s.io/endpointslices', namespace, {
      ...slice,
      metadata: { ...metadata, generateName },
    });
  }
  return api.update('discovery.k8s.io/endpointslices', namespace, replaces.metadata.name, {
    ...slice,
    metadata: { ...replaces.metadata, ...metadata, annotations },
  });
}
