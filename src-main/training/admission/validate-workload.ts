import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, jsonOf, listOf, textMapOf, textOf, type Json } from '../json.ts';
import { FieldErrors } from './field-errors.ts';
import { matchesLabels, parseLabelSelector } from './label-query.ts';
import { labelValueErrors, percentErrors, qualifiedNameErrors } from './name-rules.ts';
import { validateImmutable, validateLabels } from './validate-metadata.ts';
import { validateCount, validateTemplate } from './validate-pod.ts';

// Source: k/k 1.34.4 pkg/apis/apps/validation/validation.go.

export function validateReplicaSet(object: Json, errors: FieldErrors): void {
  const spec = jsonOf(object.spec);
  validateCount(spec, 'replicas', 'spec', errors);
  validateCount(spec, 'minReadySeconds', 'spec', errors);
  validateSelected(spec, errors);
}

export function validateDeployment(object: Json, errors: FieldErrors): void {
  const spec = jsonOf(object.spec);
  validateCount(spec, 'replicas', 'spec', errors);
  validateSelected(spec, errors);
  validateStrategy(jsonOf(spec.strategy), errors);
  for (const name of ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']) {
    validateCount(spec, name, 'spec', errors);
  }
  const { progressDeadlineSeconds: deadline, minReadySeconds: ready = 0 } = spec;
  if (typeof deadline === 'number' && typeof ready === 'number' && deadline <= ready) {
    errors.invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds');
  }
}

function validateStrategy(strategy: Json, errors: FieldErrors): void {
  const field = 'spec.strategy';
  switch (strategy.type) {
    case 'Recreate':
      if (strategy.rollingUpdate === undefined) return;
      errors.forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'");
      return;
    case 'RollingUpdate':
      validateRolling(jsonOf(strategy.rollingUpdate), `${field}.rollingUpdate`, errors);
      return;
    default: {
      // The internal type as Go prints it: the names of its fields.
      const shown = { Type: strategy.type, RollingUpdate: strategy.rollingUpdate ?? null };
      errors.notSupported(field, shown, ['Recreate', 'RollingUpdate']);
    }
  }
}

function validateRolling({ maxUnavailable, maxSurge }: Json, field: string, errors: FieldErrors): void {
  validateShare(maxUnavailable, `${field}.maxUnavailable`, errors);
  validateShare(maxSurge, `${field}.maxSurge`, errors);
  if (valueOf(maxUnavailable) === 0 && valueOf(maxSurge) === 0) {
    errors.invalid(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0');
  }
  if (typeof maxUnavailable === 'string' && valueOf(maxUnavailable) > 100) {
    errors.invalid(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%');
  }
}

/** A number or a percentage. Source: ValidatePositiveIntOrPercent. */
function validateShare(share: unknown, field: string, errors: FieldErrors): void {
  if (typeof share === 'string') errors.eachInvalid(field, share, percentErrors(share));
  if (typeof share === 'number' && share < 0) errors.invalid(field, share, 'must be greater than or equal to 0');
}

/** What is no percentage counts as nothing. Source: getIntOrPercentValue. */
function valueOf(share: unknown): number {
  if (typeof share === 'number') return share;
  const text = textOf(share);
  return percentErrors(text).length === 0 ? Number.parseInt(text, 10) : 0;
}

/** The selector of a ReplicaSet or Deployment never changes. */
export function validateSelectorUpdate(object: Json, old: KubeObject, errors: FieldErrors): void {
  validateImmutable(at(object, 'spec', 'selector'), at(old, 'spec', 'selector'), 'spec.selector', errors);
}

/** The selector, the template it must match, and what a template of these kinds can't say. */
function validateSelected(spec: Json, errors: FieldErrors): void {
  if (spec.selector === undefined) errors.required('spec.selector');
  else {
    const selector = jsonOf(spec.selector);
    validateSelector(selector, 'spec.selector', errors);
    if (parseLabelSelector(selector).length === 0) {
      errors.invalid('spec.selector', selector, 'empty selector is invalid for deployment');
    }
    // A selector that can't be one is all that is told: no template could match it.
    if (!isSelector(selector)) {
      errors.invalid('spec.selector', selector, 'invalid label selector');
      return;
    }
  }
  const labels = at(spec, 'template', 'metadata', 'labels');
  if (!selects(spec.selector, textMapOf(labels))) {
    errors.invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`');
  }
  validateTemplate(spec, errors);
  const restart = at(spec, 'template', 'spec', 'restartPolicy');
  if (restart !== 'Always' && restart !== undefined) {
    errors.notSupported('spec.template.spec.restartPolicy', restart, ['Always']);
  }
  if (at(spec, 'template', 'spec', 'activeDeadlineSeconds') !== undefined) {
    const detail = 'activeDeadlineSeconds in ReplicaSet is not Supported';
    errors.forbidden('spec.template.spec.activeDeadlineSeconds', detail);
  }
}

/** An absent selector selects nothing, an empty one is not asked. Source: apimachinery LabelSelectorAsSelector. */
function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return selector !== undefined && matchesLabels(parseLabelSelector(jsonOf(selector)), labels);
}

/** Whether it can be one. Source: apimachinery LabelSelectorAsSelector. */
export function isSelector(selector: Json): boolean {
  const errors = new FieldErrors();
  validateSelector(selector, '', errors);
  return errors.empty;
}

/** Source: apimachinery pkg/apis/meta/v1/validation ValidateLabelSelector. */
export function validateSelector(selector: Json, field: string, errors: FieldErrors): void {
  validateLabels(selector.matchLabels, `${field}.matchLabels`, errors);
  jsonListOf(selector.matchExpressions).forEach((expression, index) => {
    const path = `${field}.matchExpressions[${index}]`;
    const values = listOf(expression.values).length;
    switch (textOf(expression.operator)) {
      case 'In':
      case 'NotIn':
        if (values === 0) errors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values > 0) {
          errors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        break;
      default:
        errors.invalid(`${path}.operator`, expression.operator ?? '', 'not a valid selector operator');
    }
    const key = textOf(expression.key);
    errors.eachInvalid(`${path}.key`, key, qualifiedNameErrors(key));
    listOf(expression.values).forEach((value, each) => {
      errors.eachInvalid(`${path}.values[${each}]`, value, labelValueErrors(textOf(value)));
    });
  });
}
