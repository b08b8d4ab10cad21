import type { Change, ClusterApi, DeleteOptions, Draft, KubeObject, ResourceName } from '../cluster-api.ts';
import { at, isJson, jsonOf, listOf, textOf } from '../json.ts';
import { apiVersionOf, kindOf, type Kind } from '../kinds.ts';
import { alreadyExists, badRequest, conflict, forbidden, modified, notFound } from '../status-errors.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { planDeletion } from './deletion.ts';
import { FieldErrors } from './field-errors.ts';
import { isTerminating, stampNew, stampStatus, stampUpdate } from './metadata.ts';
import { copyOf, existingIn, objectIn, type Mutable } from './mutable.ts';
import { STRATEGIES } from './strategies.ts';
import type { Surroundings } from './strategy.ts';
import {
  validateFinalizer,
  validateMetadata,
  validateMetadataUpdate,
  validateOwnFinalizer,
} from './validate-metadata.ts';

export interface WriteOptions {
  /** The write is only asked about. */
  readonly dryRun?: boolean;
  /** Undefined: metadata.managedFields stay as they are. So do the controllers inside write. */
  readonly owners?: Owners;
  /** Told what the user should hear of an object that is taken all the same. */
  readonly warn?: (text: string) => void;
  /** Of a status alone: what the client says of the object beside it. Undefined: that stays as it is. */
  readonly metadata?: Draft;
  /** Another uid is no precondition then, but a field that may not change. Source: apiserver patch.go, where no object is given to rest.DefaultUpdatedObjectInfo. */
  readonly isPatch?: boolean;
}

/**
 * metadata.managedFields after a write: `next` has its defaults but nothing that the server allocates; `live` is undefined
 * where it is new.
 */
export type Owners = (next: Draft, live: KubeObject | undefined) => readonly Draft[];

export interface AdmissionOptions {
  readonly store: ObjectStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** The cluster's objects behind defaulting, validation and deletion. A dry run does all but the last step. */
export class AdmittedCluster implements ClusterApi {
  constructor(private readonly options: AdmissionOptions) {}

  now(): number {
    return this.options.now();
  }

  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.options.store.get(resource, namespace, name);
  }

  list(resource: ResourceName, namespace?: string): readonly KubeObject[] {
    return this.options.store.list(resource, namespace);
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.options.store.onChange(listener);
  }

  create(resource: ResourceName, namespace: string | undefined, draft: Draft, write: WriteOptions = {}): KubeObject {
    const kind = kindOf(resource);
    const object = copyOf(draft);
    stampKind(object, kind);
    stampNew(object, kind.namespaced ? namespace : undefined, this.now(), this.options.random);
    const strategy = STRATEGIES[resource];
    strategy.defaults(object);
    const owners = write.owners?.(object, undefined);
    this.#checkNamespace(kind, namespace, textOf(at(object, 'metadata', 'name')));
    const errors = new FieldErrors();
    validateMetadata(object, strategy.names, kind.namespaced, errors);
    strategy.prepareCreate?.(object, this.#surroundings(errors));
    if (strategy.generation !== undefined) objectIn(object, 'metadata').generation = 1;
    const name = textOf(at(object, 'metadata', 'name'));
    strategy.validate(object, errors);
    errors.throwIfAny(kind.kind, kind.group, name);
    for (const text of strategy.warnings?.(object) ?? []) write.warn?.(text);
    if (this.get(resource, namespace, name) !== undefined) throw alreadyExists(kind, name);
    setOwners(object, owners);
    return this.#store(resource, object, write);
  }

  update(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    draft: Draft,
    write: WriteOptions = {},
  ): KubeObject {
    const kind = kindOf(resource);
    const old = this.#existing(kind, namespace, name);
    checkPreconditions(kind, old, draft, write);
    const strategy = STRATEGIES[resource];
    const object = copyOf(draft);
    stampKind(object, kind);
    stampUpdate(object, old);
    if (old.status === undefined) delete object.status;
    else object.status = old.status;
    strategy.defaults(object);
    const owners = write.owners?.(object, old) ?? ownersOf(old);
    const errors = new FieldErrors();
    strategy.prepareUpdate?.(object, old, this.#surroundings(errors));
    if (strategy.generation?.(object, old) === true) bumpGeneration(object, old);
    validateMetadata(object, strategy.names, kind.namespaced, errors);
    validateMetadataUpdate(object, old, errors);
    const { metadataAgain = 'first' } = strategy;
    if (metadataAgain === 'first') validateMetadataUpdate(object, old, errors);
    strategy.validate(object, errors, old);
    if (metadataAgain === 'after-spec') validateMetadataUpdate(object, old, errors);
    strategy.validateUpdate?.(object, old, errors);
    errors.throwIfAny(kind.kind, kind.group, name);
    setOwners(object, owners);
    for (const text of strategy.warnings?.(object, old) ?? []) write.warn?.(text);
    return this.#storeOrRemove(resource, object, write);
  }

  updateStatus(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    status: Draft,
    write: WriteOptions = {},
  ): KubeObject {
    const kind = kindOf(resource);
    const old = this.#existing(kind, namespace, name);
    const strategy = STRATEGIES[resource];
    const object: Mutable = { ...old, metadata: copyOf(write.metadata ?? old.metadata), status: copyOf(status) };
    const errors = new FieldErrors();
    if (write.metadata !== undefined) {
      checkPreconditions(kind, old, object, write);
      stampStatus(object, old, strategy);
      validateMetadata(object, strategy.names, kind.namespaced, errors);
      for (let asked = 0; asked < 2; asked += 1) validateMetadataUpdate(object, old, errors);
    }
    strategy.statusDefaults?.(object, old);
    strategy.validateStatus?.(object, errors, old);
    errors.throwIfAny(kind.kind, kind.group, name);
    setOwners(object, write.owners?.(object, old) ?? ownersOf(old));
    return this.#storeOrRemove(resource, object, write);
  }

  bind(namespace: string, pod: string, nodeName: string): KubeObject {
    const kind = kindOf('pods');
    const old = this.#existing(kind, namespace, pod);
    if (old.metadata.deletionTimestamp !== undefined) {
      throw conflict(
        { plural: 'pods/binding', group: '' },
        pod,
        `pod ${pod} is being deleted, cannot be assigned to a host`,
      );
    }
    const assigned = textOf(at(old, 'spec', 'nodeName'));
    if (assigned !== '') {
      throw conflict(
        { plural: 'pods/binding', group: '' },
        pod,
        `pod ${pod} is already assigned to node "${assigned}"`,
      );
    }
    const object = copyOf(old);
    objectIn(object, 'spec').nodeName = nodeName;
    return this.#store('pods', object, {});
  }

  finalizeNamespace(name: string, finalizers?: readonly string[]): KubeObject {
    const kind = kindOf('namespaces');
    const object = copyOf(this.#existing(kind, undefined, name));
    const spec = objectIn(object, 'spec');
    const left =
      finalizers ??
      listOf(spec.finalizers)
        .map(textOf)
        .filter((each) => each !== 'kubernetes');
    const errors = new FieldErrors();
    left.forEach((each, index) => {
      validateFinalizer(each, `spec.finalizers[${index}]`, errors);
      validateOwnFinalizer(each, `spec.finalizers[${index}]`, errors);
    });
    errors.throwIfAny(kind.kind, kind.group, name);
    if (left.length > 0) spec.finalizers = left;
    else delete spec.finalizers;
    return this.#storeOrRemove('namespaces', object, {});
  }

  delete(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
    write: WriteOptions = {},
  ): KubeObject {
    const kind = kindOf(resource);
    const old = this.#existing(kind, namespace, name);
    const planned = planDeletion(kind, old, STRATEGIES[resource], options, this.now());
    if (planned === 'nothing') return old;
    if (planned !== 'remove') return this.#storeOrRemove(resource, planned, write);
    if (write.dryRun === true) return old;
    return this.options.store.remove(resource, namespace, name) ?? old;
  }

  #existing(kind: Kind, namespace: string | undefined, name: string): KubeObject {
    const found = this.get(kind.resource, kind.namespaced ? namespace : undefined, name);
    if (found === undefined) throw notFound(kind, name);
    return found;
  }

  #surroundings(errors: FieldErrors): Surroundings {
    return { errors, now: this.now(), random: this.options.random, services: () => this.list('services') };
  }

  /** Source: apiserver pkg/admission/plugin/namespace/lifecycle. */
  #checkNamespace(kind: Kind, namespace: string | undefined, name: string): void {
    if (!kind.namespaced) return;
    if (namespace === undefined || namespace === '') {
      throw badRequest('an empty namespace may not be set during creation');
    }
    const found = this.get('namespaces', undefined, namespace);
    if (found === undefined) throw notFound(kindOf('namespaces'), namespace);
    if (!isTerminating(found)) return;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const cause = {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    };
    throw forbidden(kind, name, why, [cause]);
  }

  #store(resource: ResourceName, object: Mutable, { dryRun }: WriteOptions): KubeObject {
    // Admission has given it kind, apiVersion and metadata.
    const admitted = object as unknown as KubeObject;
    return dryRun === true ? admitted : this.options.store.put(resource, admitted);
  }

  /** An object that is being deleted goes with its last finalizer. Source: apiserver store.go ShouldDeleteDuringUpdate. */
  #storeOrRemove(resource: ResourceName, object: Mutable, write: WriteOptions): KubeObject {
    const { namespace, name } = object.metadata as KubeObject['metadata'];
    const stored = this.#store(resource, object, write);
    if (write.dryRun === true || !isFinished(resource, object)) return stored;
    return this.options.store.remove(resource, namespace, name) ?? stored;
  }
}

function isFinished(resource: ResourceName, object: Mutable): boolean {
  const metadata = jsonOf(object.metadata);
  if (metadata.deletionTimestamp === undefined) return false;
  const grace = metadata.deletionGracePeriodSeconds;
  const waiting = [metadata.finalizers, resource === 'namespaces' ? at(object, 'spec', 'finalizers') : undefined];
  return (grace === undefined || grace === 0) && !waiting.some((each) => Array.isArray(each) && each.length > 0);
}

function stampKind(object: Mutable, kind: Kind): void {
  object.apiVersion = apiVersionOf(kind);
  object.kind = kind.kind;
}

function ownersOf({ metadata }: KubeObject): readonly Draft[] | undefined {
  return Array.isArray(metadata.managedFields) ? (metadata.managedFields as Draft[]) : undefined;
}

function setOwners(object: Mutable, owners: readonly Draft[] | undefined): void {
  const metadata = objectIn(object, 'metadata');
  if (owners !== undefined && owners.length > 0) metadata.managedFields = owners;
  else delete metadata.managedFields;
}

function bumpGeneration(object: Mutable, old: KubeObject): void {
  const metadata = existingIn(object, 'metadata');
  if (metadata !== undefined) metadata.generation = (old.metadata.generation ?? 0) + 1;
}

/** In etcd, where not under the plural. Source: k/k pkg/kubeapiserver SpecialDefaultResourcePrefixes. */
const STORED_UNDER: Readonly<Record<string, string>> = {
  endpoints: 'services/endpoints',
  nodes: 'minions',
  services: 'services/specs',
};

function checkPreconditions(kind: Kind, old: KubeObject, draft: Draft, { isPatch }: WriteOptions): void {
  const { uid, resourceVersion } = isJson(draft.metadata) ? draft.metadata : {};
  const name = old.metadata.name;
  if (isPatch !== true && textOf(uid) !== '' && uid !== old.metadata.uid) {
    const place = STORED_UNDER[kind.plural] ?? kind.plural;
    const key = ['/registry', place, old.metadata.namespace, old.metadata.name].filter(Boolean).join('/');
    const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${textOf(uid)}, UID in object meta: ${old.metadata.uid}`;
    throw conflict(kind, name, why);
  }
  if (textOf(resourceVersion) !== '' && resourceVersion !== old.metadata.resourceVersion) throw modified(kind, name);
}
