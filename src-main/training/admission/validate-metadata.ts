import type { KubeObject } from '../cluster-api.ts';
import { jsonListOf, jsonOf, listOf, sameJson, textMapOf, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import {
  label1035Errors,
  labelErrors,
  labelValueErrors,
  pathPrefixErrors,
  pathSegmentErrors,
  qualifiedNameErrors,
  subdomainErrors,
} from './name-rules.ts';
import type { Strategy } from './strategy.ts';

const NAME_RULES = {
  subdomain: subdomainErrors,
  label: labelErrors,
  'label-1035': label1035Errors,
  'path-segment': pathSegmentErrors,
};
/** Of what a generated name begins with, where it is not the name's own rule. */
const PREFIX_RULES: Partial<typeof NAME_RULES> = { 'path-segment': pathPrefixErrors };
const STANDARD_FINALIZERS = ['orphan', 'foregroundDeletion', 'kubernetes'];
const ANNOTATIONS_LIMIT = 256 * 1024;
/** A prefix is judged with a letter in the place of the dash it ends with. Source: apimachinery maskTrailingDash. */
const MASK = 'a';

/** Source: k8s.io/apimachinery 1.34 pkg/api/validation/objectmeta.go. */
export function validateMetadata(
  object: Json,
  names: Strategy['names'],
  namespaced: boolean,
  errors: FieldErrors,
): void {
  const metadata = jsonOf(object.metadata);
  const rule = NAME_RULES[names];
  const prefix = textOf(metadata.generateName);
  const ofPrefix = PREFIX_RULES[names] ?? rule;
  if (prefix !== '') errors.eachInvalid('metadata.generateName', prefix, ofPrefix(prefix.replace(/-$/, MASK)));
  const name = textOf(metadata.name);
  if (name === '') errors.required('metadata.name', 'name or generateName is required');
  else errors.eachInvalid('metadata.name', name, rule(name));
  const namespace = textOf(metadata.namespace);
  if (namespaced && namespace !== '') {
    errors.eachInvalid('metadata.namespace', namespace, labelErrors(namespace));
  }
  validateLabels(metadata.labels, 'metadata.labels', errors);
  validateAnnotations(metadata.annotations, errors);
  validateOwners(metadata.ownerReferences, errors);
  const finalizers = listOf(metadata.finalizers).map(textOf);
  for (const each of finalizers) validateFinalizer(each, 'metadata.finalizers', errors);
  finalizers.forEach((each, index) => validateOwnFinalizer(each, `metadata.finalizers[${index}]`, errors));
}

/** A map of labels, also as a selector. */
export function validateLabels(labels: unknown, field: string, errors: FieldErrors): void {
  for (const [key, value] of Object.entries(textMapOf(labels)).sort(([a], [b]) => (a < b ? -1 : 1))) {
    errors.eachInvalid(field, key, qualifiedNameErrors(key));
    errors.eachInvalid(field, value, labelValueErrors(value));
  }
}

/** What an update may not do to metadata. Source: apimachinery 0.34.4 ValidateObjectMetaAccessorUpdate. */
export function validateMetadataUpdate(object: Json, old: KubeObject, errors: FieldErrors): void {
  const metadata = jsonOf(object.metadata);
  validateNoNewFinalizers(metadata, old, errors);
  validateImmutable(metadata.uid, old.metadata.uid, 'metadata.uid', errors);
  validateLabels(metadata.labels, 'metadata.labels', errors);
  validateAnnotations(metadata.annotations, errors);
  validateOwners(metadata.ownerReferences, errors);
}

function validateNoNewFinalizers(metadata: Json, old: KubeObject, errors: FieldErrors): void {
  if (old.metadata.deletionTimestamp === undefined) return;
  const had = new Set(old.metadata.finalizers);
  const added = listOf(metadata.finalizers)
    .map(textOf)
    .filter((each) => !had.has(each));
  if (added.length === 0) return;
  const list = added.map((each) => JSON.stringify(each)).join(', ');
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  errors.forbidden('metadata.finalizers', detail);
}

/** Refuses a new value for a field that may not change. */
export function validateImmutable(value: unknown, old: unknown, field: string, errors: FieldErrors): void {
  if (!sameJson(value, old)) errors.invalid(field, value, 'field is immutable');
}

function validateAnnotations(annotations: unknown, errors: FieldErrors): void {
  const entries = Object.entries(textMapOf(annotations));
  for (const [key] of entries) {
    errors.eachInvalid('metadata.annotations', key, qualifiedNameErrors(key.toLowerCase()));
  }
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > ANNOTATIONS_LIMIT) errors.tooLong('metadata.annotations', ANNOTATIONS_LIMIT);
}

function validateOwners(owners: unknown, errors: FieldErrors): void {
  const controllers: string[] = [];
  for (const owner of jsonListOf(owners)) {
    for (const field of ['apiVersion', 'kind', 'name', 'uid']) {
      if (textOf(owner[field]) === '') {
        const detail = field === 'apiVersion' ? 'version must not be empty' : 'must not be empty';
        errors.invalid(
          `metadata.ownerReferences.${field}`,
          owner[field] ?? '',
          field === 'uid' ? 'must not be empty' : detail,
        );
      }
    }
    if (owner.controller === true) controllers.push(`${textOf(owner.kind)}/${textOf(owner.name)}`);
  }
  if (controllers.length < 2) return;
  const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0] ?? ''} and ${controllers[1] ?? ''}`;
  errors.invalid('metadata.ownerReferences', owners, detail);
}

/** What any API asks of a finalizer. */
export function validateFinalizer(finalizer: string, field: string, errors: FieldErrors): void {
  errors.eachInvalid(field, finalizer, qualifiedNameErrors(finalizer));
}

/** What the kinds of Kubernetes' own ask besides. Source: k/k validateKubeFinalizerName. */
export function validateOwnFinalizer(finalizer: string, field: string, errors: FieldErrors): void {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return;
  errors.invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified');
}
