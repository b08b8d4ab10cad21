/** The part of `metadata` every projected object keeps. Source: k8s.io/apimachinery meta/v1 ObjectMeta. */
export interface ObjectMeta {
  /** Unique over the life of the cluster; the key of every store. A name may come back, a uid never does. */
  readonly uid: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  /** Opaque to clients: compared for equality only. */
  readonly resourceVersion: string;
  /** RFC 3339, server's clock. */
  readonly creationTimestamp: string;
  /** RFC 3339; null while nobody asked for deletion. */
  readonly deletionTimestamp: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ownerReferences: readonly OwnerReference[];
}

export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
}
