import type { KubeObject } from '../cluster-api.ts';
import { at, isJson, jsonListOf, jsonOf, listOf, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { labelErrors, portErrors, portNameErrors, rangeErrors } from './name-rules.ts';
import { validateLabels } from './validate-metadata.ts';
import {
  validateEnvFrom,
  validateEnvName,
  validateGates,
  validateHostAliases,
  validateTolerations,
} from './validate-pod-lists.ts';
import { validateResources } from './validate-resources.ts';
import { oneOf, validatePortReference } from './validate-service.ts';

// Source: k/k 1.34.4 pkg/apis/core/validation/validation.go validateContainers, validateProbe and what they call.

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const LARGEST_INT32 = 2_147_483_647;
const NOT_NEGATIVE = 'must be greater than or equal to 0';

export function validatePod(object: Json, errors: FieldErrors, old?: KubeObject): void {
  const spec = jsonOf(object.spec);
  validatePodSpec(spec, 'spec', errors);
  if (old === undefined && textOf(spec.nodeName) !== '' && listOf(spec.schedulingGates).length > 0) {
    errors.forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared');
  }
}

/** A Pod's spec, alone or in a template under `field`. */
export function validatePodSpec(spec: Json, field: string, errors: FieldErrors): void {
  const volumes = validateVolumes(spec, field, errors);
  const containers = listOf(spec.containers);
  if (containers.length === 0) errors.required(`${field}.containers`);
  const names = new Set<string>();
  for (const list of ['containers', 'initContainers']) {
    jsonListOf(spec[list]).forEach((container, index) => {
      validateContainer(container, `${field}.${list}[${index}]`, volumes, errors);
      const name = textOf(container.name);
      if (names.has(name)) errors.duplicate(`${field}.${list}[${index}].name`, name);
      names.add(name);
    });
  }
  const restart = spec.restartPolicy;
  if (!['Always', 'OnFailure', 'Never'].includes(textOf(restart))) {
    errors.notSupported(`${field}.restartPolicy`, restart, ['Always', 'OnFailure', 'Never']);
  }
  const dns = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
  if (!dns.includes(textOf(spec.dnsPolicy))) errors.notSupported(`${field}.dnsPolicy`, spec.dnsPolicy, dns);
  validateLabels(spec.nodeSelector, `${field}.nodeSelector`, errors);
  validateGates(spec, field, errors);
  const deadline = spec.activeDeadlineSeconds;
  if (typeof deadline === 'number') {
    errors.eachInvalid(`${field}.activeDeadlineSeconds`, deadline, rangeErrors(deadline, 1, LARGEST_INT32));
  }
  for (const name of ['hostname', 'subdomain']) {
    const value = textOf(spec[name]);
    if (value !== '') errors.eachInvalid(`${field}.${name}`, value, labelErrors(value));
  }
  validateTolerations(spec, `${field}.tolerations`, errors);
  validateHostAliases(spec, `${field}.hostAliases`, errors);
}

function validateVolumes(spec: Json, field: string, errors: FieldErrors): ReadonlySet<string> {
  const names = new Set<string>();
  jsonListOf(spec.volumes).forEach((volume, index) => {
    const name = textOf(volume.name);
    const path = `${field}.volumes[${index}].name`;
    const wrong = labelErrors(name);
    if (name === '') errors.required(path);
    else errors.eachInvalid(path, name, wrong);
    if (names.has(name)) errors.duplicate(path, name);
    // What has no name a volume can have can't be mounted either.
    if (wrong.length === 0) names.add(name);
  });
  return names;
}

function validateContainer(container: Json, field: string, volumes: ReadonlySet<string>, errors: FieldErrors): void {
  const name = textOf(container.name);
  if (name === '') errors.required(`${field}.name`);
  else errors.eachInvalid(`${field}.name`, name, labelErrors(name));
  if (textOf(container.image) === '') errors.required(`${field}.image`);
  validatePorts(container, `${field}.ports`, errors);
  jsonListOf(container.env).forEach((variable, index) => {
    const path = `${field}.env[${index}].name`;
    if (textOf(variable.name) === '') errors.required(path);
    else validateEnvName(textOf(variable.name), path, errors);
    if (textOf(variable.value) !== '' && variable.valueFrom !== undefined) {
      const detail = 'may not be specified when `value` is not empty';
      errors.invalid(`${field}.env[${index}].valueFrom`, '', detail);
    }
  });
  validateEnvFrom(container, `${field}.envFrom`, errors);
  validateMounts(container, `${field}.volumeMounts`, volumes, errors);
  const pull = container.imagePullPolicy;
  if (!['Always', 'IfNotPresent', 'Never'].includes(textOf(pull))) {
    errors.notSupported(`${field}.imagePullPolicy`, pull, ['Always', 'IfNotPresent', 'Never']);
  }
  validateResources(jsonOf(container.resources), `${field}.resources`, errors);
  for (const probe of PROBES) {
    if (container[probe] !== undefined) validateProbe(jsonOf(container[probe]), `${field}.${probe}`, probe, errors);
  }
}

function validateMounts(container: Json, field: string, volumes: ReadonlySet<string>, errors: FieldErrors): void {
  const paths = new Set<string>();
  jsonListOf(container.volumeMounts).forEach((mount, index) => {
    const name = textOf(mount.name);
    if (name === '') errors.required(`${field}[${index}].name`);
    if (!volumes.has(name)) errors.notFound(`${field}[${index}].name`, name);
    const path = textOf(mount.mountPath);
    if (path === '') errors.required(`${field}[${index}].mountPath`);
    if (paths.has(path)) errors.invalid(`${field}[${index}].mountPath`, path, 'must be unique');
    paths.add(path);
  });
}

function validatePorts(container: Json, field: string, errors: FieldErrors): void {
  const names = new Set<string>();
  jsonListOf(container.ports).forEach((port, index) => {
    const path = `${field}[${index}]`;
    const name = textOf(port.name);
    if (name !== '') {
      const wrong = portNameErrors(name);
      errors.eachInvalid(`${path}.name`, name, wrong);
      if (wrong.length === 0 && names.has(name)) errors.duplicate(`${path}.name`, name);
      names.add(name);
    }
    const number = port.containerPort;
    if (number === undefined || number === 0) errors.required(`${path}.containerPort`);
    else errors.eachInvalid(`${path}.containerPort`, number, portErrors(number));
    const host = port.hostPort;
    if (host !== undefined && host !== 0) errors.eachInvalid(`${path}.hostPort`, host, portErrors(host));
    oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`, errors);
  });
}

function validateProbe(probe: Json, field: string, kind: string, errors: FieldErrors): void {
  const handlers = HANDLERS.filter((handler) => probe[handler] !== undefined);
  if (handlers.length === 0) errors.required(field, 'must specify a handler type');
  handlers.forEach((handler, index) => {
    if (index > 0) errors.forbidden(`${field}.${handler}`, 'may not specify more than 1 handler type');
  });
  const [first] = handlers;
  const action = first === undefined ? {} : jsonOf(probe[first]);
  if (first === 'httpGet' || first === 'tcpSocket') {
    validatePortReference(action.port, `${field}.${first}.port`, errors);
  }
  if (first === 'httpGet') oneOf(action.scheme, ['HTTP', 'HTTPS'], `${field}.httpGet.scheme`, errors);
  if (first === 'exec' && listOf(action.command).length === 0) errors.required(`${field}.exec.command`);
  for (const name of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    const value = probe[name];
    if (typeof value === 'number' && value < 0) errors.invalid(`${field}.${name}`, value, NOT_NEGATIVE);
  }
  const successes = probe.successThreshold;
  if (kind !== 'readinessProbe' && successes !== 1) errors.invalid(`${field}.successThreshold`, successes, 'must be 1');
}

/** A count that can't be below zero; absent is fine. */
export function validateCount(spec: Json, name: string, field: string, errors: FieldErrors): void {
  const value = spec[name];
  if (typeof value === 'number' && value < 0) errors.invalid(`${field}.${name}`, value, NOT_NEGATIVE);
}

/** A Pod template under `spec.template`. */
export function validateTemplate(spec: Json, errors: FieldErrors): void {
  validateLabels(at(spec, 'template', 'metadata', 'labels'), 'spec.template.labels', errors);
  const inner = at(spec, 'template', 'spec');
  if (isJson(inner)) validatePodSpec(inner, 'spec.template.spec', errors);
}
