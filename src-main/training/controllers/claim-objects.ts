import type { ClusterApi, KubeObject, ResourceName } from '../cluster-api.ts';
import { controllerOf, controllerReference } from './owner-references.ts';
import { matchesSelector } from './selector.ts';
import { namespaceOf, type LabelSelector } from './shapes.ts';

/**
 * The objects that an owner manages: its own that still match, and orphans that match, which it adopts. Its own that no
 * longer match are released. Source: k/k pkg/controller/controller_ref_manager.go ClaimObject.
 */
export function claimObjects(
  api: ClusterApi,
  resource: ResourceName,
  owner: KubeObject,
  selector: LabelSelector,
  mayAdopt: (object: KubeObject) => boolean = () => true,
): readonly KubeObject[] {
  const reference = controllerReference(owner);
  const leaving = owner.metadata.deletionTimestamp !== undefined;
  return api.list(resource, namespaceOf(owner)).flatMap((object) => {
    const manager = controllerOf(object);
    const matches = matchesSelector(selector, object.metadata.labels);
    const references = object.metadata.ownerReferences ?? [];
    if (manager !== undefined) {
      if (manager.uid !== owner.metadata.uid) return [];
      if (matches) return [object];
      if (!leaving)
        refer(
          api,
          resource,
          object,
          references.filter(({ uid }) => uid !== owner.metadata.uid),
        );
      return [];
    }
    if (!matches || leaving || object.metadata.deletionTimestamp !== undefined || !mayAdopt(object)) return [];
    return [refer(api, resource, object, [...references, reference])];
  });
}

function refer(
  api: ClusterApi,
  resource: ResourceName,
  object: KubeObject,
  ownerReferences: NonNullable<KubeObject['metadata']['ownerReferences']>,
): KubeObject {
  return api.update(resource, namespaceOf(object), object.metadata.name, {
    ...object,
    metadata: { ...object.metadata, ownerReferences },
  });
}
