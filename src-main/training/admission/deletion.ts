import type { DeleteOptions, KubeObject } from '../cluster-api.ts';
import { listOf, textOf, at } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { conflict, forbidden } from '../status-errors.ts';
import { timestamp } from './metadata.ts';
import { copyOf, objectIn, type Mutable } from './mutable.ts';
import type { Strategy } from './strategy.ts';

/** Source: the admission plugin NamespaceLifecycle. */
const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/**
 * What a deletion does: removes the object, leaves it as it is, or writes the state given (with its deletionTimestamp).
 * Source: apiserver registry/rest/delete.go BeforeDelete and registry/generic/registry/store.go.
 */
export function planDeletion(
  kind: Kind,
  object: KubeObject,
  strategy: Strategy,
  options: DeleteOptions,
  now: number,
): Mutable | 'remove' | 'nothing' {
  checkDeletePreconditions(kind, object, options);
  if (kind.resource === 'namespaces') {
    const { name } = object.metadata;
    if (IMMORTAL.has(name)) throw forbidden(kind, name, 'this namespace may not be deleted');
    return planNamespaceDeletion(object, now);
  }
  const finalizers = finalizersAfter(object, options, strategy);
  const grace = strategy.grace?.(object, options.gracePeriodSeconds) ?? 0;
  const current = object.metadata.deletionGracePeriodSeconds;
  if (object.metadata.deletionTimestamp !== undefined) {
    if (grace > 0 && (options.gracePeriodSeconds === undefined || current === undefined || grace >= current)) {
      return 'nothing';
    }
    if (current === 0 && finalizers.length > 0) return 'nothing';
  }
  // A kind that knows grace is marked even where it goes at once: a watch sees both.
  if (grace === 0 && finalizers.length === 0 && (strategy.grace === undefined || current === 0)) return 'remove';
  return marked(object, grace, finalizers, now);
}

function marked(object: KubeObject, grace: number, finalizers: readonly string[], now: number): Mutable {
  const state = copyOf(object);
  const metadata = objectIn(state, 'metadata');
  const begun = Date.parse(object.metadata.deletionTimestamp ?? '');
  // A shorter grace counts from when deletion was first asked for.
  const from = Number.isNaN(begun) ? now : begun - 1000 * (object.metadata.deletionGracePeriodSeconds ?? 0);
  metadata.deletionTimestamp = timestamp(from + 1000 * grace);
  metadata.deletionGracePeriodSeconds = grace;
  if (finalizers.length > 0) metadata.finalizers = [...finalizers];
  if (Number.isNaN(begun) && object.metadata.generation !== undefined) {
    metadata.generation = object.metadata.generation + 1;
  }
  return state;
}

function planNamespaceDeletion(object: KubeObject, now: number): Mutable | 'remove' | 'nothing' {
  const held = listOf(at(object, 'spec', 'finalizers')).length > 0 || (object.metadata.finalizers ?? []).length > 0;
  if (!held) return 'remove';
  if (object.metadata.deletionTimestamp !== undefined) return 'nothing';
  const state = copyOf(object);
  objectIn(state, 'metadata').deletionTimestamp = timestamp(now);
  objectIn(state, 'status').phase = 'Terminating';
  return state;
}

/** The propagation policy becomes a finalizer that the garbage collector takes off. */
function finalizersAfter(
  { metadata }: KubeObject,
  { propagationPolicy }: DeleteOptions,
  { orphansByDefault }: Strategy,
): readonly string[] {
  const kept = (metadata.finalizers ?? []).filter((each) => each !== 'orphan' && each !== 'foregroundDeletion');
  switch (propagationPolicy) {
    case 'Orphan':
      return [...kept, 'orphan'];
    case 'Foreground':
      return [...kept, 'foregroundDeletion'];
    case 'Background':
      return kept;
    default:
      if (orphansByDefault === true && !(metadata.finalizers ?? []).includes('foregroundDeletion')) {
        return [...kept, 'orphan'];
      }
      return metadata.finalizers ?? [];
  }
}

function checkDeletePreconditions(kind: Kind, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const uid = textOf(preconditions?.uid);
  const version = textOf(preconditions?.resourceVersion);
  // The kind stands where other conflicts name the resource.
  const title = { plural: kind.kind, group: kind.group };
  if (uid !== '' && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict(title, metadata.name, why);
  }
  if (version !== '' && version !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${version}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw conflict(title, metadata.name, why);
  }
}
