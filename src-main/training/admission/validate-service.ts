import { isIP, isIPv4 } from 'node:net';
import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, jsonOf, listOf, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import {
  labelErrors,
  portErrors,
  portNameErrors,
  qualifiedNameErrors,
  rangeErrors,
  subdomainErrors,
} from './name-rules.ts';
import { validateIP, validateReachable } from './validate-address.ts';
import { validateBalanced, validateHealthCheck } from './validate-load-balancer.ts';
import { validateLabels } from './validate-metadata.ts';

// Source: k/k 1.34.4 pkg/apis/core/validation/validation.go validateService and what it calls, in its order.

/** A day: the longest that affinity may last. */
const LONGEST_AFFINITY_SECONDS = 86_400;
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validateService(object: Json, errors: FieldErrors, old?: KubeObject): void {
  const spec = jsonOf(object.spec);
  if (old !== undefined) validateClusterIPsUpdate(spec, jsonOf(old.spec), errors);
  const headless = listOf(spec.clusterIPs)[0] === 'None';
  const ports = jsonListOf(spec.ports);
  if (ports.length === 0 && !headless && spec.type !== 'ExternalName') errors.required('spec.ports');
  validateByType(spec, headless, errors);
  const names = new Set<string>();
  ports.forEach((port, index) => validatePort(port, ports.length > 1, names, `spec.ports[${index}]`, errors));
  if (spec.selector !== undefined) validateLabels(spec.selector, 'spec.selector', errors);
  validateAffinity(spec, errors);
  if (spec.type !== 'ExternalName') validateClusterIPs(spec, headless, errors);
  listOf(spec.externalIPs).forEach((ip, index) => {
    validateIP(ip, `spec.externalIPs[${index}]`, errors);
    validateReachable(textOf(ip), `spec.externalIPs[${index}]`, errors);
  });
  oneOf(spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'], 'spec.type', errors);
  validateNodePorts(spec, ports, errors);
  validateBalanced(spec, errors, old);
  validatePolicies(spec, errors);
}

function validateByType(spec: Json, headless: boolean, errors: FieldErrors): void {
  const type = spec.type;
  if ((type === 'LoadBalancer' || type === 'NodePort') && headless) {
    errors.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`);
  }
  if (type !== 'ExternalName') return;
  for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const value = spec[field];
    const set = Array.isArray(value) ? value.length > 0 : value !== undefined;
    if (set) errors.forbidden(`spec.${field}`, 'may not be set for ExternalName services');
  }
  const name = textOf(spec.externalName).replace(/\.$/, '');
  if (name === '') errors.required('spec.externalName');
  else errors.eachInvalid('spec.externalName', name, subdomainErrors(name));
}

function validatePort(port: Json, nameNeeded: boolean, names: Set<string>, field: string, errors: FieldErrors): void {
  const name = textOf(port.name);
  if (name === '') {
    if (nameNeeded) errors.required(`${field}.name`);
  } else {
    errors.eachInvalid(`${field}.name`, name, labelErrors(name));
    if (names.has(name)) errors.duplicate(`${field}.name`, name);
    names.add(name);
  }
  errors.eachInvalid(`${field}.port`, port.port ?? 0, portErrors(port.port));
  oneOf(port.protocol, PROTOCOLS, `${field}.protocol`, errors);
  validatePortReference(port.targetPort, `${field}.targetPort`, errors);
  const application = port.appProtocol;
  if (application !== undefined) {
    errors.eachInvalid(`${field}.appProtocol`, application, qualifiedNameErrors(textOf(application)));
  }
}

/** A port by number or by the name of a container's port. */
export function validatePortReference(port: unknown, field: string, errors: FieldErrors): void {
  if (typeof port === 'string') errors.eachInvalid(field, port, portNameErrors(port));
  else errors.eachInvalid(field, port ?? 0, portErrors(port));
}

function validateAffinity(spec: Json, errors: FieldErrors): void {
  oneOf(spec.sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity', errors);
  const field = 'spec.sessionAffinityConfig';
  if (spec.sessionAffinity !== 'ClientIP') return;
  const timeout = at(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
  if (timeout === undefined) {
    errors.required(`${field}.clientIP.timeoutSeconds`, 'when session affinity type is ClientIP');
  } else if (rangeErrors(timeout, 1, LONGEST_AFFINITY_SECONDS).length > 0) {
    const detail = `must be greater than 0 and less than ${LONGEST_AFFINITY_SECONDS}`;
    errors.invalid(`${field}.clientIP.timeoutSeconds`, timeout, detail);
  }
}

/** Source: ValidateServiceClusterIPsRelatedFields, which the allocation asks first, and alone. */
export function validateClusterIPs(spec: Json, headless: boolean, errors: FieldErrors): void {
  const addresses = listOf(spec.clusterIPs);
  const [first] = addresses;
  if (first !== undefined && first !== spec.clusterIP) {
    errors.invalid('spec.clusterIPs', addresses, 'first value must match `clusterIP`');
  }
  const families = listOf(spec.ipFamilies);
  families.forEach((family, index) => {
    oneOf(family, ['IPv4', 'IPv6'], `spec.ipFamilies[${index}]`, errors);
    if (families.indexOf(family) < index) errors.duplicate(`spec.ipFamilies[${index}]`, family);
  });
  if (spec.ipFamilyPolicy !== undefined) {
    const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
    oneOf(spec.ipFamilyPolicy, policies, 'spec.ipFamilyPolicy', errors);
  }
  if (headless && addresses.length > 1) {
    errors.invalid('spec.clusterIPs', addresses, "'None' must be the first and only value");
  }
  addresses.forEach((address, index) => {
    if (index === 0 && headless) return;
    validateIP(address, `spec.clusterIPs[${index}]`, errors);
    if (headless) return;
    const family = families[index];
    if (isIP(textOf(address)) === 0 || family === undefined) return;
    if (isIPv4(textOf(address)) !== (family === 'IPv4')) {
      const detail = `expected an ${textOf(family)} value as indicated by \`ipFamilies[${index}]\``;
      errors.invalid(`spec.clusterIPs[${index}]`, address, detail);
    }
  });
}

/** Source: validateUpgradeDowngradeClusterIPs: the first address stays while the type needs one. */
function validateClusterIPsUpdate(spec: Json, old: Json, errors: FieldErrors): void {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return;
  const before = listOf(old.clusterIPs);
  const after = listOf(spec.clusterIPs);
  if (before.length === 0) return;
  if (after.length === 0) errors.invalid('spec.clusterIPs[0]', after, 'primary clusterIP can not be unset');
  else if (after[0] !== before[0]) errors.invalid('spec.clusterIPs[0]', after, 'may not change once set');
}

function validateNodePorts(spec: Json, ports: readonly Json[], errors: FieldErrors): void {
  const seen = { nodePort: new Set<string>(), port: new Set<string>() };
  ports.forEach((port, index) => {
    if (port.nodePort === undefined) return;
    const field = `spec.ports[${index}].nodePort`;
    if (spec.type === 'ClusterIP') errors.forbidden(field, "may not be used when `type` is 'ClusterIP'");
  });
  ports.forEach((port, index) => {
    const key = `${textOf(port.protocol)}/${String(port.nodePort)}`;
    if (port.nodePort !== undefined && seen.nodePort.has(key)) {
      errors.duplicate(`spec.ports[${index}].nodePort`, port.nodePort);
    }
    seen.nodePort.add(key);
  });
  ports.forEach((port, index) => {
    const key = `${textOf(port.protocol)}/${String(port.port)}`;
    if (seen.port.has(key)) errors.duplicate(`spec.ports[${index}]`, duplicatePort(port));
    seen.port.add(key);
  });
}

/** The internal ServicePort as Go prints it in the message: capital field names and all. */
function duplicatePort(port: Json): Json {
  return {
    Name: '',
    Protocol: port.protocol,
    AppProtocol: null,
    Port: port.port,
    TargetPort: 0,
    NodePort: 0,
  };
}

function validatePolicies(spec: Json, errors: FieldErrors): void {
  const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || listOf(spec.externalIPs).length > 0;
  const outer = spec.externalTrafficPolicy;
  if (outer !== undefined) {
    if (external) oneOf(outer, ['Cluster', 'Local'], 'spec.externalTrafficPolicy', errors);
    else errors.invalid('spec.externalTrafficPolicy', outer, 'may only be set for externally-accessible services');
  }
  validateHealthCheck(spec, errors);
  const inner = spec.internalTrafficPolicy;
  if (inner !== undefined) oneOf(inner, ['Cluster', 'Local'], 'spec.internalTrafficPolicy', errors);
  const distribution = spec.trafficDistribution;
  if (distribution !== undefined)
    oneOf(distribution, ['PreferClose', 'PreferSameZone', 'PreferSameNode'], 'spec.trafficDistribution', errors);
}

/** A field that takes one of a few values. */
export function oneOf(value: unknown, supported: readonly string[], field: string, errors: FieldErrors): void {
  if (value === undefined) errors.required(field);
  else if (!supported.includes(textOf(value))) errors.notSupported(field, value, supported);
}
