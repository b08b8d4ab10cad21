/**
 * What the parts of the training cluster know of one another. The HTTP API, the controllers and the network each see the
 * cluster through `ClusterApi` alone: admission (defaults, validation, deletion with grace) happens behind it, so a
 * controller can store nothing that a user could not.
 */

/** A stored object, as JSON. Frozen: a change is a new object with a new resourceVersion. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  /** RFC 3339, whole seconds, as the API server writes it. */
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly [field: string]: unknown;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** What a client sends: anything that may become an object. */
export type Draft = Readonly<Record<string, unknown>>;

/** The plural, with the group before it where there is one: unique over the kinds the cluster has. */
export type ResourceName =
  | 'namespaces'
  | 'nodes'
  | 'services'
  | 'endpoints'
  | 'pods'
  | 'configmaps'
  | 'serviceaccounts'
  | 'events'
  | 'discovery.k8s.io/endpointslices'
  | 'apps/replicasets'
  | 'apps/deployments'
  | 'batch/jobs'
  | 'networking.k8s.io/networkpolicies';

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ResourceName;
  /** After the change; of a deletion the last state, with the deletion's own resourceVersion. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/**
 * The cluster's objects behind admission. Everything is synchronous: one thread, no lost updates. Each write throws
 * StatusError with the Status that the API server would answer. Times are milliseconds since 1970, by the cluster's clock.
 */
export interface ClusterApi {
  now(): number;
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Of one namespace, or of all where it is undefined; ordered by namespace, then name. */
  list(resource: ResourceName, namespace?: string): readonly KubeObject[];
  create(resource: ResourceName, namespace: string | undefined, draft: Draft): KubeObject;
  /** Writes all but the status. A resourceVersion in the draft is a precondition (409 Conflict); without one the last write wins. */
  update(resource: ResourceName, namespace: string | undefined, name: string, draft: Draft): KubeObject;
  /** Writes the status alone (and metadata no one else may: none). Writing what stands there already changes nothing, not even the resourceVersion. */
  updateStatus(resource: ResourceName, namespace: string | undefined, name: string, status: Draft): KubeObject;
  /** A Pod's spec.nodeName, once: what the scheduler posts to pods/NAME/binding. */
  bind(namespace: string, pod: string, nodeName: string): KubeObject;
  /**
   * Writes a Namespace's spec.finalizers (PUT namespaces/NAME/finalize), which an update can't; without a list it takes
   * `kubernetes` out of them. A terminating Namespace goes with the last.
   */
  finalizeNamespace(name: string, finalizers?: readonly string[]): KubeObject;
  /** The object as it stands now: gone, or with its deletionTimestamp set. */
  delete(resource: ResourceName, namespace: string | undefined, name: string, options?: DeleteOptions): KubeObject;
  /** Told of every change, after it is stored, in the order of resourceVersions, never within the write itself. Returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void;
}

/** The `Status` of a request that failed, as kind Status of API version v1. */
export class StatusError extends Error {
  constructor(readonly status: Status) {
    super(status.message);
  }
}

export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Draft;
  readonly status: 'Failure' | 'Success';
  readonly message: string;
  readonly reason?: string;
  readonly details?: Draft;
  readonly code: number;
}
