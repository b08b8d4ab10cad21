/** Read by findings alone: nothing else of a page waits for them, and they are worth a mention only where they fail. */
export const FINDING_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'NetworkPolicy'] as const;
/** Kinds that are watched only for the Service that is open, in its namespace. */
export const FOCUS_KINDS = ['Endpoints', 'Event', ...FINDING_KINDS] as const;
/** Kinds that are watched for the pages. */
export const WATCHED_KINDS = ['Service', 'EndpointSlice', 'Pod', 'Node', 'Namespace', ...FOCUS_KINDS] as const;
export type WatchedKind = (typeof WATCHED_KINDS)[number];

export function isFindingKind(kind: WatchedKind): boolean {
  return FINDING_KINDS.some((each) => each === kind);
}

/** Names one namespaced object the way kubectl prints it. Not unique over time: use the uid for identity. */
export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

export function namespacedName(object: NamespacedName): string {
  return object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
}

/** `namespacedName` of a namespaced object, read back: neither part may hold a slash. */
export function namedBy(text: string): NamespacedName {
  const [namespace = '', name = ''] = text.split('/');
  return { namespace, name };
}
