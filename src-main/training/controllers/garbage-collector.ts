import type { Change, KubeObject, OwnerReference } from '../cluster-api.ts';
import { StatusError } from '../cluster-api.ts';
import { apiVersionOf, KINDS, kindOf, type Kind } from '../kinds.ts';
import { controller, type ChangeListener, type ControllerParts } from './controller.ts';
import { Dependents, partsOfKey, referenceKey } from './dependents.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/**
 * Removes what no owner is left for, and does what a deletion asked for: `orphan` takes the owner out of its dependents
 * first, `foregroundDeletion` waits for those that block it. Source: k/k pkg/controller/garbagecollector.
 */
export function garbageCollector(parts: ControllerParts): ChangeListener {
  const dependents = new Dependents();
  const listen = controller(parts, {
    name: 'garbage-collector',
    delayMs: parts.settings.controllerDelayMs,
    keysOf: (change) => keysOf(change, dependents),
    reconcile: (key) => {
      const [resource, namespace, name] = partsOfKey(key);
      const object = parts.api.get(resource, namespace, name);
      if (object !== undefined) collect(parts, kindOf(resource), object, dependents);
      return undefined;
    },
  });
  return (change) => {
    dependents.see(change);
    listen(change);
  };
}

function keysOf({ type, resource, object, previous }: Change, dependents: Dependents): readonly string[] {
  const keys: string[] = [];
  const { ownerReferences = [], finalizers = [], namespace } = object.metadata;
  const owners = [...ownerReferences, ...(previous?.metadata.ownerReferences ?? [])];
  if (type !== 'DELETED' && (ownerReferences.length > 0 || finalizers.length > 0)) {
    keys.push(referenceKey(resource, object.metadata));
  }
  // An owner that waits for its dependents looks again when one changes.
  for (const owner of owners) {
    const kind = kindOfOwner(owner);
    if (kind)
      keys.push(referenceKey(kind.resource, { namespace: kind.namespaced ? namespace : undefined, name: owner.name }));
  }
  if (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined)
    keys.push(...dependents.of(object.metadata.uid));
  return keys;
}

function collect(parts: ControllerParts, kind: Kind, object: KubeObject, dependents: Dependents): void {
  const { deletionTimestamp, finalizers = [], ownerReferences = [] } = object.metadata;
  if (deletionTimestamp !== undefined && finalizers.includes(ORPHAN)) {
    orphan(parts, kind, object, dependents);
    return;
  }
  if (deletionTimestamp !== undefined && finalizers.includes(FOREGROUND)) {
    const blocked = dependents.of(object.metadata.uid).some((key) => blocks(parts, key, object.metadata.uid));
    if (!blocked) removeFinalizer(parts, kind, object, FOREGROUND);
    return;
  }
  if (deletionTimestamp !== undefined || ownerReferences.length === 0) return;
  const states = ownerReferences.map((reference) => ({ reference, state: stateOf(parts, object, reference) }));
  const solid = states.some(({ state }) => state === 'there' || state === 'unknown');
  const leaving = states.filter(({ state }) => state === 'gone' || state === 'waiting');
  if (leaving.length === 0) return;
  if (solid) {
    // Others still own it: it only loses those that go.
    const kept = ownerReferences.filter((reference) => !leaving.some((each) => each.reference === reference));
    update(parts, kind, object, { ownerReferences: kept });
    return;
  }
  const waiting = states.some(({ state }) => state === 'waiting');
  const policy = waiting && dependents.of(object.metadata.uid).length > 0 ? 'Foreground' : policyOf(finalizers);
  const { uid, name, namespace } = object.metadata;
  tolerant(() =>
    parts.api.delete(kind.resource, namespace, name, { propagationPolicy: policy, preconditions: { uid } }),
  );
}

function policyOf(finalizers: readonly string[]): 'Orphan' | 'Foreground' | 'Background' {
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

/** `waiting`: being deleted in the foreground, for which its dependents must go. `unknown`: of a kind nobody can look up. */
function stateOf(
  { api }: ControllerParts,
  dependent: KubeObject,
  reference: OwnerReference,
): 'there' | 'gone' | 'waiting' | 'unknown' {
  const kind = kindOfOwner(reference);
  if (kind === undefined) return 'unknown';
  const owner = api.get(kind.resource, kind.namespaced ? dependent.metadata.namespace : undefined, reference.name);
  if (owner?.metadata.uid !== reference.uid) return 'gone';
  const { deletionTimestamp, finalizers = [] } = owner.metadata;
  return deletionTimestamp !== undefined && finalizers.includes(FOREGROUND) ? 'waiting' : 'there';
}

function kindOfOwner({ apiVersion, kind }: OwnerReference): Kind | undefined {
  return KINDS.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
}

function blocks({ api }: ControllerParts, key: string, owner: string): boolean {
  const [resource, namespace, name] = partsOfKey(key);
  const references = api.get(resource, namespace, name)?.metadata.ownerReferences ?? [];
  return references.some(({ uid, blockOwnerDeletion }) => uid === owner && blockOwnerDeletion === true);
}

function orphan(parts: ControllerParts, kind: Kind, owner: KubeObject, dependents: Dependents): void {
  const { uid } = owner.metadata;
  for (const key of dependents.of(uid)) {
    const [resource, namespace, name] = partsOfKey(key);
    const dependent = parts.api.get(resource, namespace, name);
    const kept = dependent?.metadata.ownerReferences?.filter((reference) => reference.uid !== uid);
    if (dependent !== undefined) update(parts, kindOf(resource), dependent, { ownerReferences: kept ?? [] });
  }
  removeFinalizer(parts, kind, owner, ORPHAN);
}

function removeFinalizer(parts: ControllerParts, kind: Kind, object: KubeObject, finalizer: string): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  update(parts, kind, object, { finalizers });
}

function update(parts: ControllerParts, kind: Kind, object: KubeObject, change: Partial<KubeObject['metadata']>): void {
  const { name, namespace } = object.metadata;
  const draft = { ...object, metadata: { ...object.metadata, ...change } };
  tolerant(() => parts.api.update(kind.resource, namespace, name, draft));
}

/** What is gone already needs nothing more. */
function tolerant(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code !== 404) throw error;
  }
}
