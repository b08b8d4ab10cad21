import { at, jsonListOf, listOf, sameJson, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { labelValueErrors, qualifiedNameErrors, subdomainErrors } from './name-rules.ts';
import { validateIP } from './validate-address.ts';

// Source: k/k 1.34.4 pkg/apis/core/validation/validation.go ValidateTolerations, ValidateEnvFrom, ValidateHostAliases,
// validateReadinessGates, validateSchedulingGates, validateOnlyAddedTolerations.

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const ENV_NAME = "a valid environment variable name must consist only of printable ASCII characters other than '='";

/** The name of an environment variable, or what it begins with. Source: apimachinery IsRelaxedEnvVarName. */
export function validateEnvName(name: string, field: string, errors: FieldErrors): void {
  if (!/^[ -<>-~]*$/.test(name)) errors.invalid(field, name, ENV_NAME);
}

export function validateTolerations(spec: Json, field: string, errors: FieldErrors): void {
  jsonListOf(spec.tolerations).forEach((toleration, index) => {
    const path = `${field}[${index}]`;
    const key = textOf(toleration.key);
    const operator = textOf(toleration.operator);
    const effect = textOf(toleration.effect);
    if (key !== '') errors.eachInvalid(`${path}.key`, key, qualifiedNameErrors(key));
    else if (operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.invalid(`${path}.operator`, operator, detail);
    }
    if (toleration.tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    validateOperator(operator, textOf(toleration.value), `${path}.operator`, errors);
    if (effect !== '' && !EFFECTS.includes(effect)) errors.notSupported(`${path}.effect`, effect, EFFECTS);
  });
}

function validateOperator(operator: string, value: string, field: string, errors: FieldErrors): void {
  if (operator === 'Exists') {
    if (value !== '') errors.invalid(field, value, "value must be empty when `operator` is 'Exists'");
  } else if (operator === 'Equal' || operator === '') {
    const wrong = labelValueErrors(value);
    if (wrong.length > 0) errors.invalid(field, value, wrong.join(';'));
  } else errors.notSupported(field, operator, ['Equal', 'Exists']);
}

/** Those that were there must stay, but for how long they hold. */
export function validateAddedTolerations(spec: Json, before: Json, errors: FieldErrors): void {
  const kept = (one: Json): Json => ({ ...one, tolerationSeconds: undefined });
  const now = jsonListOf(spec.tolerations).map(kept);
  if (jsonListOf(before.tolerations).every((old) => now.some((each) => sameJson(each, kept(old))))) {
    // Once more, as the API server does, which then tells of each cause twice.
    validateTolerations(spec, 'spec.tolerations', errors);
    return;
  }
  errors.forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds');
}

export function validateEnvFrom(container: Json, field: string, errors: FieldErrors): void {
  jsonListOf(container.envFrom).forEach((source, index) => {
    const path = `${field}[${index}]`;
    validateEnvName(textOf(source.prefix), `${path}.prefix`, errors);
    const given = ['configMapRef', 'secretRef'].filter((kind) => source[kind] !== undefined);
    for (const kind of given) {
      const name = textOf(at(source, kind, 'name'));
      if (name === '') errors.required(`${path}.${kind}.name`);
      // A name that only begins may end with a hyphen, and for the API server this one only begins (maskTrailingDash).
      else errors.eachInvalid(`${path}.${kind}.name`, name, subdomainErrors(name.replace(/.-$/, 'a')));
    }
    // Of the whole list, as the API server says it.
    if (given.length === 0) errors.invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`');
    if (given.length > 1) errors.invalid(field, '', 'may not have more than one field specified at a time');
  });
}

export function validateHostAliases(spec: Json, field: string, errors: FieldErrors): void {
  jsonListOf(spec.hostAliases).forEach((alias, index) => {
    validateIP(textOf(alias.ip), `${field}[${index}].ip`, errors);
    listOf(alias.hostnames)
      .map(textOf)
      .forEach((name, place) => {
        errors.eachInvalid(`${field}[${index}].hostnames[${place}]`, name, subdomainErrors(name));
      });
  });
}

export function validateGates(spec: Json, field: string, errors: FieldErrors): void {
  jsonListOf(spec.readinessGates).forEach((gate, index) => {
    const type = textOf(gate.conditionType);
    errors.eachInvalid(`${field}.readinessGates[${index}].conditionType`, type, qualifiedNameErrors(type));
  });
  const seen = new Set<string>();
  jsonListOf(spec.schedulingGates).forEach((gate, index) => {
    const path = `${field}.schedulingGates[${index}]`;
    const name = textOf(gate.name);
    errors.eachInvalid(path, name, qualifiedNameErrors(name));
    if (seen.has(name)) errors.duplicate(path, name);
    seen.add(name);
  });
}
