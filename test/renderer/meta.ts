import type { ObjectMeta } from '../../src-shared/kube/object-meta.ts';

/** Metadata of an object the shared builders do not make. */
export function metaOf(kind: string, meta: Partial<ObjectMeta> & { readonly name: string }): ObjectMeta {
  return {
    uid: `uid-${kind.toLowerCase()}-${meta.name}`,
    namespace: 'default',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: null,
    labels: {},
    ownerReferences: [],
    ...meta,
  };
}
