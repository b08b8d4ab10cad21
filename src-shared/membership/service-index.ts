import type { EndpointSlice, TargetRef } from '../kube/endpoint-slice.ts';
import { selects } from '../kube/label-selector.ts';
import type { NamespacedName } from '../kube/object-key.ts';
import { namespacedName } from '../kube/object-key.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { Buckets } from './buckets.ts';

export type IndexedObject = Service | EndpointSlice | Pod;

/** `namespace/name` of the Services whose membership an object's change may have changed. */
export type AffectedServices = ReadonlySet<string>;

/**
 * Services, EndpointSlices and Pods, indexed so that an event costs what it changes and not what the cluster holds: Pods
 * by each of their labels, Services by one pair of their selector, slices by the Service they name, and each slice under
 * the Pods its endpoints name. Applying the same object twice changes nothing. Not reactive, and knows nothing of
 * permissions: where a kind may not be read, its caller passes null to `membershipOf` instead of what stands here.
 */
export class ServiceIndex {
  readonly #services = new Map<string, Service>();
  readonly #servicesByName = new Map<string, Service>();
  /** Each Service under one pair of its selector: whatever it selects has all of them. */
  readonly #servicesByPair = new Buckets<Service>();
  readonly #pairOfService = new Map<string, string>();
  readonly #slices = new Map<string, EndpointSlice>();
  readonly #slicesByService = new Buckets<EndpointSlice>();
  readonly #slicesByTarget = new Buckets<EndpointSlice>();
  readonly #pods = new Map<string, Pod>();
  readonly #podsByName = new Map<string, Pod>();
  readonly #podsByPair = new Buckets<Pod>();

  /** Adds an object, or replaces the one of its uid. */
  put(object: IndexedObject): AffectedServices {
    const affected = new Set(this.remove(object.kind, object.meta.uid));
    this.#add(object);
    this.#collect(object, affected);
    return affected;
  }

  /** Forgets an object; one that is not known affects nothing. */
  remove(kind: IndexedObject['kind'], uid: string): AffectedServices {
    const affected = new Set<string>();
    const known = this.#mapOf(kind).get(uid);
    if (known === undefined) return affected;
    this.#collect(known, affected);
    this.#delete(known);
    return affected;
  }

  /** Forgets every object of a kind. Everything is affected. */
  clear(kind: IndexedObject['kind']): void {
    for (const uid of [...this.#mapOf(kind).keys()]) this.remove(kind, uid);
  }

  services(): Iterable<Service> {
    return this.#services.values();
  }

  service(name: NamespacedName): Service | undefined {
    return this.#servicesByName.get(namespacedName(name));
  }

  /** The slices that name the Service, in no order. */
  slicesOf(service: NamespacedName): readonly EndpointSlice[] {
    return [...this.#slicesByService.get(namespacedName(service))];
  }

  /** The Pods the Service selects and those its slices name, each once, in no order. */
  podsOf(service: Service): readonly Pod[] {
    const pods = new Set(this.#selectedPods(service));
    for (const slice of this.slicesOf(service.meta)) {
      for (const { targetRef } of slice.endpoints) {
        const pod = targetRef === null ? undefined : this.#podOf(targetRef, slice.meta.namespace);
        if (pod !== undefined) pods.add(pod);
      }
    }
    return [...pods];
  }

  #selectedPods({ selector, meta }: Service): readonly Pod[] {
    const buckets = Object.entries(selector ?? {}).map(([key, value]) =>
      this.#podsByPair.get(pairKey(meta.namespace, key, value)),
    );
    const [first, ...others] = buckets;
    if (first === undefined) return [];
    const smallest = others.reduce((least, bucket) => (bucket.size < least.size ? bucket : least), first);
    return [...smallest].filter((pod) => selects(selector, pod.meta.labels));
  }

  /** Of its pairs the one fewest Services stand under: a label every Service asks for would find them all. */
  #rarestPair({ selector, meta }: Service): string | undefined {
    const pairs = Object.entries(selector ?? {}).map(([key, value]) => pairKey(meta.namespace, key, value));
    const size = (pair: string): number => this.#servicesByPair.get(pair).size;
    return pairs.sort((a, b) => size(a) - size(b))[0];
  }

  #podOf({ kind, uid, namespace, name }: TargetRef, ofSlice: string): Pod | undefined {
    if (kind !== 'Pod') return undefined;
    if (uid !== '') return this.#pods.get(uid);
    return this.#podsByName.get(namespacedName({ namespace: namespace === '' ? ofSlice : namespace, name }));
  }

  #mapOf(kind: IndexedObject['kind']): ReadonlyMap<string, IndexedObject> {
    return kind === 'Service' ? this.#services : kind === 'EndpointSlice' ? this.#slices : this.#pods;
  }

  #add(object: IndexedObject): void {
    const { uid } = object.meta;
    if (object.kind === 'Service') {
      this.#services.set(uid, object);
      this.#servicesByName.set(namespacedName(object.meta), object);
      const pair = this.#rarestPair(object);
      if (pair !== undefined) {
        this.#pairOfService.set(uid, pair);
        this.#servicesByPair.add(pair, object);
      }
    } else if (object.kind === 'EndpointSlice') {
      this.#slices.set(uid, object);
      for (const key of serviceKey(object)) this.#slicesByService.add(key, object);
      for (const key of targetKeys(object)) this.#slicesByTarget.add(key, object);
    } else {
      this.#pods.set(uid, object);
      this.#podsByName.set(namespacedName(object.meta), object);
      for (const key of labelKeys(object)) this.#podsByPair.add(key, object);
    }
  }

  #delete(object: IndexedObject): void {
    const { uid } = object.meta;
    const name = namespacedName(object.meta);
    if (object.kind === 'Service') {
      this.#services.delete(uid);
      // A Service made anew under the same name may have come before the old one went.
      if (this.#servicesByName.get(name) === object) this.#servicesByName.delete(name);
      this.#servicesByPair.delete(this.#pairOfService.get(uid) ?? '', object);
      this.#pairOfService.delete(uid);
    } else if (object.kind === 'EndpointSlice') {
      this.#slices.delete(uid);
      for (const key of serviceKey(object)) this.#slicesByService.delete(key, object);
      for (const key of targetKeys(object)) this.#slicesByTarget.delete(key, object);
    } else {
      this.#pods.delete(uid);
      if (this.#podsByName.get(name) === object) this.#podsByName.delete(name);
      for (const key of labelKeys(object)) this.#podsByPair.delete(key, object);
    }
  }

  #collect(object: IndexedObject, affected: Set<string>): void {
    if (object.kind === 'Service') {
      affected.add(namespacedName(object.meta));
    } else if (object.kind === 'EndpointSlice') {
      for (const key of serviceKey(object)) affected.add(key);
    } else {
      for (const key of labelKeys(object)) {
        for (const service of this.#servicesByPair.get(key)) {
          if (selects(service.selector, object.meta.labels)) affected.add(namespacedName(service.meta));
        }
      }
      for (const target of [object.meta.uid, namespacedName(object.meta)]) {
        for (const slice of this.#slicesByTarget.get(target)) {
          for (const key of serviceKey(slice)) affected.add(key);
        }
      }
    }
  }
}

function pairKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

function labelKeys({ meta }: Pod): readonly string[] {
  return Object.entries(meta.labels).map(([key, value]) => pairKey(meta.namespace, key, value));
}

function serviceKey({ meta, serviceName }: EndpointSlice): readonly string[] {
  return serviceName === null ? [] : [namespacedName({ namespace: meta.namespace, name: serviceName })];
}

/** What a Pod is found by: its uid, or its name where the slice gives no uid. */
function targetKeys({ meta, endpoints }: EndpointSlice): ReadonlySet<string> {
  const keys = endpoints.flatMap(({ targetRef }) => {
    if (targetRef?.kind !== 'Pod') return [];
    const { uid, name, namespace } = targetRef;
    return [uid === '' ? namespacedName({ namespace: namespace === '' ? meta.namespace : namespace, name }) : uid];
  });
  return new Set(keys);
}
