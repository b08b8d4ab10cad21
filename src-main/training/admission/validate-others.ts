import type { KubeObject } from '../cluster-api.ts';
import { at, jsonOf, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { configKeyErrors } from './name-rules.ts';

const CONFIG_LIMIT = 1024 * 1024;

/** Source: k/k 1.34.4 pkg/apis/core/validation ValidateConfigMap and its update. */
export function validateConfigMap(object: Json, errors: FieldErrors, old?: KubeObject): void {
  let size = 0;
  for (const field of ['data', 'binaryData']) {
    for (const [key, value] of Object.entries(jsonOf(object[field]))) {
      errors.eachInvalid(`${field}[${key}]`, key, configKeyErrors(key));
      if (field === 'data' && jsonOf(object.binaryData)[key] !== undefined) {
        errors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData');
      }
      size += Buffer.byteLength(textOf(value));
    }
  }
  // The whole object: Go prints the path of no name as an index of nothing.
  if (size > CONFIG_LIMIT) errors.tooLong('[]', CONFIG_LIMIT);
  if (old?.immutable !== true) return;
  if (object.immutable !== true) errors.forbidden('immutable', 'field is immutable when `immutable` is set');
  for (const field of ['data', 'binaryData']) {
    if (JSON.stringify(object[field] ?? {}) !== JSON.stringify(old[field] ?? {})) {
      errors.forbidden(field, 'field is immutable when `immutable` is set');
    }
  }
}

/** Source: legacyValidateEvent: an Event stands in the namespace of what it is about. */
export function validateEvent(object: Json, errors: FieldErrors): void {
  const own = textOf(at(object, 'metadata', 'namespace'));
  const about = textOf(at(object, 'involvedObject', 'namespace'));
  if (about === '' ? own !== 'default' : about !== own) {
    errors.invalid('involvedObject.namespace', about, 'does not match event.namespace');
  }
}
