import type { KubeObject } from '../cluster-api.ts';
import { at, jsonOf, numberOf, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateImmutable } from './validate-metadata.ts';
import { validateCount } from './validate-pod.ts';

// Statuses that are written by themselves. Source: k/k 1.34.4 pkg/apis/*/validation ValidateXStatusUpdate.

const OF_DEPLOYMENT = ['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'];
const OF_REPLICA_SET = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'];
const OF_JOB = ['active', 'succeeded', 'failed', 'ready', 'terminating'];

export function validateDeploymentStatus(object: Json, errors: FieldErrors): void {
  const names = [...OF_DEPLOYMENT, 'unavailableReplicas', 'terminatingReplicas', 'collisionCount'];
  validateReplicas(jsonOf(object.status), names, ['updatedReplicas', 'readyReplicas', 'availableReplicas'], errors);
}

export function validateReplicaSetStatus(object: Json, errors: FieldErrors): void {
  const names = [...OF_REPLICA_SET, 'terminatingReplicas'];
  validateReplicas(
    jsonOf(object.status),
    names,
    ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
    errors,
  );
}

export function validateJobStatus(object: Json, errors: FieldErrors): void {
  for (const name of OF_JOB) validateCount(jsonOf(object.status), name, 'status', errors);
}

/** A Pod's quality of service is told once, at its making. */
export function validatePodStatus(object: Json, errors: FieldErrors, old: KubeObject): void {
  validateImmutable(at(object, 'status', 'qosClass'), at(old, 'status', 'qosClass'), 'status.qosClass', errors);
}

export function validateNamespaceStatus(object: Json, errors: FieldErrors, old: KubeObject): void {
  const phase = textOf(at(object, 'status', 'phase'));
  const isEnding = old.metadata.deletionTimestamp !== undefined;
  const only = isEnding ? 'Terminating' : 'Active';
  if (phase === only) return;
  const detail = `may only be '${only}' if \`deletionTimestamp\` is ${isEnding ? 'not empty' : 'empty'}`;
  errors.invalid('status.Phase', phase, detail);
}

function validateReplicas(
  status: Json,
  counts: readonly string[],
  parts: readonly string[],
  errors: FieldErrors,
): void {
  const count = (name: string): number => numberOf(status[name]) ?? 0;
  for (const name of counts) validateCount(status, name, 'status', errors);
  for (const name of parts) {
    if (count(name) <= count('replicas')) continue;
    errors.invalid(`status.${name}`, count(name), 'cannot be greater than status.replicas');
  }
  if (count('availableReplicas') > count('readyReplicas')) {
    errors.invalid('status.availableReplicas', count('availableReplicas'), 'cannot be greater than readyReplicas');
  }
}
