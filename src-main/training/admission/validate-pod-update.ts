import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, jsonOf, listOf, textOf, type Json } from '../json.ts';
import { sameSpec } from '../schema/same-spec.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateAddedTolerations } from './validate-pod-lists.ts';

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** Source: k/k 1.34.4 ValidatePodUpdate. The API server adds a diff of Go structs to the message; here are the fields. */
export function validatePodUpdate(object: Json, old: KubeObject, errors: FieldErrors): void {
  const spec = jsonOf(object.spec);
  const before = jsonOf(old.spec);
  for (const list of ['containers', 'initContainers']) {
    if (listOf(spec[list]).length !== listOf(before[list]).length) {
      errors.forbidden(`spec.${list}`, 'pod updates may not add or remove containers');
      return;
    }
  }
  const deadline = spec.activeDeadlineSeconds;
  const earlier = before.activeDeadlineSeconds;
  if (typeof earlier === 'number' && deadline === undefined) {
    errors.invalid('spec.activeDeadlineSeconds', undefined, 'must not update from a positive integer to nil value');
  } else if (typeof earlier === 'number' && typeof deadline === 'number' && deadline > earlier) {
    errors.invalid('spec.activeDeadlineSeconds', deadline, 'must be less than or equal to previous value');
    return;
  }
  validateAddedTolerations(spec, before, errors);
  const gated = validateFewerGates(spec, before, errors);
  const changed = changedFields(allowed(spec, gated), allowed(before, gated));
  if (changed.length === 0) return;
  const detail = `pod updates may not change fields other than ${CHANGEABLE.join(',')}\n${changed.join('\n')}`;
  errors.forbidden('spec', detail);
}

/** Gates may go; while there are any, the Nodes it may run on may become fewer. Returns whether there were any. */
function validateFewerGates(spec: Json, before: Json, errors: FieldErrors): boolean {
  const gatesOf = (of: Json): readonly string[] => jsonListOf(of.schedulingGates).map(({ name }) => textOf(name));
  const known = gatesOf(before);
  gatesOf(spec).forEach((gate, index) => {
    const detail = `only deletion is allowed, but found new scheduling gate '${gate}'`;
    if (!known.includes(gate)) errors.forbidden(`spec.schedulingGates[${index}].name`, detail);
  });
  const selector = jsonOf(spec.nodeSelector);
  const isKept = Object.entries(jsonOf(before.nodeSelector)).every(([key, value]) => selector[key] === value);
  if (known.length > 0 && !isKept) {
    const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
    errors.invalid('spec.nodeSelector', selector, detail);
  }
  return known.length > 0;
}

/** The spec without what may change. */
function allowed(spec: Json, gated: boolean): Json {
  const withoutImages = (field: string): readonly Json[] =>
    jsonListOf(spec[field]).map((container) => ({ ...container, image: undefined }));
  return {
    ...spec,
    containers: withoutImages('containers'),
    initContainers: withoutImages('initContainers'),
    activeDeadlineSeconds: undefined,
    tolerations: undefined,
    schedulingGates: undefined,
    ...(gated ? { nodeSelector: undefined } : {}),
  };
}

function changedFields(spec: Json, old: Json): readonly string[] {
  const names = [...new Set([...Object.keys(spec), ...Object.keys(old)])].sort();
  return names
    .filter((name) => !sameSpec(at(spec, name), at(old, name)))
    .map((name) => `  ${name}: ${JSON.stringify(old[name] ?? null)} -> ${JSON.stringify(spec[name] ?? null)}`);
}
