import type { KubeObject } from '../cluster-api.ts';
import type { Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import type { Mutable } from './mutable.ts';

/** What a strategy may ask of the cluster. */
export interface Surroundings {
  readonly now: number;
  readonly random: () => number;
  /** Takes what could not be allocated. */
  readonly errors: FieldErrors;
  /** Objects that exist, for allocations. */
  readonly services: () => readonly KubeObject[];
}

/** How objects of one kind come to be stored: the `Strategy` of the API server's registry, with its defaulting. */
export interface Strategy {
  /** Which names the kind takes. */
  readonly names: 'subdomain' | 'label' | 'label-1035' | 'path-segment';
  /** Whether an update counts in metadata.generation. Undefined: the kind has no generation. */
  readonly generation?: (object: Json, old: KubeObject) => boolean;
  /** Fills what a client may leave out. Runs on each write. */
  defaults(object: Mutable): void;
  /** What only the server decides at creation: allocations, the first status. */
  prepareCreate?(object: Mutable, surroundings: Surroundings): void;
  /** What an update may leave out because it stands already. */
  prepareUpdate?(object: Mutable, old: KubeObject, surroundings: Surroundings): void;
  validate(object: Json, errors: FieldErrors, old?: KubeObject): void;
  /** Of the metadata, what a write of the status leaves as it is. */
  readonly keptByStatus?: 'labels' | 'ownerReferences';
  /** The same two of a status that is written by itself. */
  statusDefaults?(object: Mutable, old: KubeObject): void;
  validateStatus?(object: Json, errors: FieldErrors, old: KubeObject): void;
  /** What the user should hear of an object that is taken all the same. */
  warnings?(object: Json, old?: KubeObject): readonly string[];
  /**
   * Metadata is asked about before every update (apiserver pkg/registry/rest/update.go), and once more by the kind's own rules:
   * before the others, if nothing else is said.
   */
  readonly metadataAgain?: 'after-spec' | 'never';
  /** What an update may not change. */
  validateUpdate?(object: Json, old: KubeObject, errors: FieldErrors): void;
  /** Whether a deletion that names no propagation policy leaves the dependents (DefaultGarbageCollectionPolicy). */
  readonly orphansByDefault?: boolean;
  /** Seconds a deletion waits, 0 for at once. Undefined: the kind knows no grace. */
  grace?(object: KubeObject, asked: number | undefined): number;
}
