import type { KubeObject } from '../cluster-api.ts';
import { at, jsonOf, textMapOf, textOf, type Json } from '../json.ts';
import { sameSpec } from '../schema/same-spec.ts';
import type { FieldErrors } from './field-errors.ts';
import { matchesLabels, parseLabelSelector } from './label-query.ts';
import { validateImmutable } from './validate-metadata.ts';
import { validateCount, validateTemplate } from './validate-pod.ts';
import { isSelector, validateSelector } from './validate-workload.ts';

// Source: k/k 1.34.4 pkg/apis/batch/validation/validation.go.

const COUNTS = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];

/** A change is held to the rules of the spec twice, and each cause told twice. Source: pkg/registry/batch/job/strategy.go. */
export function validateJob(object: Json, errors: FieldErrors, old?: KubeObject): void {
  validateGeneratedSelector(object, errors);
  validateJobSpec(jsonOf(object.spec), errors);
  if (old !== undefined) validateJobSpec(jsonOf(object.spec), errors);
}

function validateJobSpec(spec: Json, errors: FieldErrors): void {
  for (const name of COUNTS) validateCount(spec, name, 'spec', errors);
  const mode = textOf(spec.completionMode);
  if (mode !== 'NonIndexed' && mode !== 'Indexed') {
    errors.notSupported('spec.completionMode', mode, ['NonIndexed', 'Indexed']);
  }
  if (mode === 'Indexed' && spec.completions === undefined) {
    errors.required('spec.completions', 'when completion mode is Indexed');
  }
  validateTemplate(spec, errors);
  const field = 'spec.template.spec.restartPolicy';
  const restart = textOf(at(spec, 'template', 'spec', 'restartPolicy'));
  if (restart === 'Always' || restart === '') errors.required(field, 'valid values: "OnFailure", "Never"');
  else if (restart !== 'OnFailure' && restart !== 'Never') errors.notSupported(field, restart, ['OnFailure', 'Never']);
  if (spec.selector === undefined) errors.required('spec.selector');
  else validateSelector(jsonOf(spec.selector), 'spec.selector', errors);
  // Without a selector nothing is selected; one that is none is not asked.
  if (spec.selector === undefined || (isSelector(jsonOf(spec.selector)) && !selectsTemplate(spec))) {
    const labels = at(spec, 'template', 'metadata', 'labels');
    errors.invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`');
  }
}

/** The selector and labels that tell a Job's own Pods, unless it says that it brings its own. Source: validateGeneratedSelector. */
function validateGeneratedSelector(object: Json, errors: FieldErrors): void {
  const spec = jsonOf(object.spec);
  if (spec.manualSelector === true || spec.selector === undefined) return;
  const uid = textOf(at(object, 'metadata', 'uid'));
  const name = textOf(at(object, 'metadata', 'name'));
  const expected = {
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
  // As Go prints a map.
  const labels = Object.fromEntries(Object.entries(templateLabels(spec)).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const [key, value] of Object.entries(expected)) {
    const field = `spec.template.metadata.labels[${key}]`;
    if (labels[key] === undefined) errors.required(field, `must be '${value}'`);
    else if (labels[key] !== value) errors.invalid(field, labels, `must be '${value}'`);
  }
  if (!matchesLabels(parseLabelSelector(jsonOf(spec.selector)), expected)) {
    errors.invalid('spec.selector', spec.selector, '`selector` not auto-generated');
  }
}

/** A suspended Job that never ran may change where its Pods go. Source: validatePodTemplateUpdate. */
export function validateJobUpdate(object: Json, old: KubeObject, errors: FieldErrors): void {
  const spec = jsonOf(object.spec);
  const before = jsonOf(old.spec);
  if (before.completionMode !== 'Indexed') {
    validateImmutable(spec.completions, before.completions, 'spec.completions', errors);
  }
  validateImmutable(spec.selector, before.selector, 'spec.selector', errors);
  const waits = before.suspend === true && at(old, 'status', 'startTime') === undefined;
  const kept = (template: unknown): unknown => (waits ? withoutScheduling(jsonOf(template)) : template);
  if (!sameSpec(kept(spec.template), kept(before.template))) {
    errors.invalid('spec.template', spec.template, 'field is immutable');
  }
  for (const name of ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy']) {
    validateImmutable(spec[name], before[name], `spec.${name}`, errors);
  }
}

function withoutScheduling({ metadata, ...template }: Json): Json {
  const { labels: _labels, annotations: _annotations, ...kept } = jsonOf(metadata);
  const gone = ['affinity', 'nodeSelector', 'tolerations', 'schedulingGates'];
  const spec = Object.entries(jsonOf(template.spec)).filter(([field]) => !gone.includes(field));
  return { ...template, metadata: kept, spec: Object.fromEntries(spec) };
}

function selectsTemplate(spec: Json): boolean {
  return matchesLabels(parseLabelSelector(jsonOf(spec.selector)), templateLabels(spec));
}

function templateLabels(spec: Json): Readonly<Record<string, string>> {
  return textMapOf(at(spec, 'template', 'metadata', 'labels'));
}
