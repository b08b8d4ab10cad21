import type { KubeObject } from '../cluster-api.ts';
import { at, textOf } from '../json.ts';
import type { Mutable } from './mutable.ts';
import { objectIn } from './mutable.ts';
import type { Strategy } from './strategy.ts';

/** The letters of generated names: no vowels, no digit that looks like a letter. Source: apimachinery util/rand. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const SERVER_FIELDS = [
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
  'managedFields',
];
/** What never changes, be it there or not. */
const KEPT_FIELDS = ['namespace', 'generateName', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds'];
/** Maps and lists that are left out where they are empty (omitempty). Source: apimachinery meta/v1 ObjectMeta. */
const LEFT_OUT_EMPTY = ['labels', 'annotations', 'finalizers', 'ownerReferences'];
/** A generated name has at most 63 characters, its suffix included. Source: apiserver storage/names. */
const LONGEST_BASE = 63 - SUFFIX_LENGTH;

export function generatedName(base: string, random: () => number): string {
  const letters = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]);
  return `${base.slice(0, LONGEST_BASE)}${letters.join('')}`;
}

/** A version 4 UUID. */
export function newUid(random: () => number): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
  const marked = bytes.map((byte, index) => (index === 6 ? (byte & 15) | 64 : index === 8 ? (byte & 63) | 128 : byte));
  const hex = marked.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, index, all) => hex.slice(from, all[index + 1])).join('-');
}

/** RFC 3339 in whole seconds, as metadata has it. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Metadata of a new object. What only the server may say replaces what the client said. */
export function stampNew(object: Mutable, namespace: string | undefined, now: number, random: () => number): void {
  const metadata = objectIn(object, 'metadata');
  const generateName = textOf(metadata.generateName);
  if (textOf(metadata.name) === '' && generateName !== '') metadata.name = generatedName(generateName, random);
  if (namespace === undefined) delete metadata.namespace;
  else metadata.namespace = namespace;
  metadata.uid = newUid(random);
  metadata.creationTimestamp = timestamp(now);
  for (const field of SERVER_FIELDS) Reflect.deleteProperty(metadata, field);
  dropEmpty(metadata);
}

/** Metadata of a new state of an object: what never changes is the old one's, whatever the client sent. */
export function stampUpdate(object: Mutable, old: KubeObject): void {
  const metadata = objectIn(object, 'metadata');
  const kept = old.metadata;
  metadata.name = kept.name;
  // One that a patch changed is refused, not passed over.
  if (textOf(metadata.uid) === '') metadata.uid = kept.uid;
  metadata.creationTimestamp = kept.creationTimestamp;
  delete metadata.managedFields;
  delete metadata.selfLink;
  for (const field of KEPT_FIELDS) {
    if (kept[field] !== undefined) metadata[field] = kept[field];
    else Reflect.deleteProperty(metadata, field);
  }
  dropEmpty(metadata);
}

/** Metadata that comes with a status: all that an update may change, less what the kind keeps from whoever writes statuses. */
export function stampStatus(object: Mutable, old: KubeObject, { keptByStatus }: Pick<Strategy, 'keptByStatus'>): void {
  stampUpdate(object, old);
  if (keptByStatus === undefined) return;
  const metadata = objectIn(object, 'metadata');
  if (old.metadata[keptByStatus] === undefined) Reflect.deleteProperty(metadata, keptByStatus);
  else metadata[keptByStatus] = old.metadata[keptByStatus];
}

function dropEmpty(metadata: Mutable): void {
  for (const field of LEFT_OUT_EMPTY) {
    const value = metadata[field];
    if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) {
      Reflect.deleteProperty(metadata, field);
    }
  }
}

/** Whether nothing may be created in a Namespace any more. */
export function isTerminating(namespace: KubeObject): boolean {
  return namespace.metadata.deletionTimestamp !== undefined || at(namespace, 'status', 'phase') === 'Terminating';
}
