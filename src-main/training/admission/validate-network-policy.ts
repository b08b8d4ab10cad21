import { isJson, jsonListOf, jsonOf, listOf, textOf, type Json } from '../json.ts';
import { cidrOf, contains } from './cidr.ts';
import type { FieldErrors } from './field-errors.ts';
import { portErrors } from './name-rules.ts';
import { validatePortReference } from './validate-service.ts';
import { validateSelector } from './validate-workload.ts';

const TYPES = ['Ingress', 'Egress'];

/** Source: k/k 1.34.4 pkg/apis/networking/validation ValidateNetworkPolicySpec, in its order. */
export function validateNetworkPolicy(object: Json, errors: FieldErrors): void {
  const spec = jsonOf(object.spec);
  validateSelector(jsonOf(spec.podSelector), 'spec.podSelector', errors);
  for (const [list, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    jsonListOf(spec[list]).forEach((rule, index) => {
      const field = `spec.${list}[${index}]`;
      jsonListOf(rule.ports).forEach((port, each) => validatePort(port, `${field}.ports[${each}]`, errors));
      jsonListOf(rule[peers]).forEach((peer, each) => validatePeer(peer, `${field}.${peers}[${each}]`, errors));
    });
  }
  const types = listOf(spec.policyTypes);
  if (types.length > TYPES.length) {
    errors.invalid('spec.policyTypes', types, 'may not specify more than two policyTypes');
    return;
  }
  types.forEach((type, index) => {
    if (!TYPES.includes(textOf(type))) errors.notSupported(`spec.policyTypes[${index}]`, type, TYPES);
  });
}

function validatePort({ protocol, port, endPort }: Json, field: string, errors: FieldErrors): void {
  const protocols = ['TCP', 'UDP', 'SCTP'];
  if (!protocols.includes(textOf(protocol))) errors.notSupported(`${field}.protocol`, protocol, protocols);
  if (port === undefined) {
    if (endPort !== undefined) {
      errors.invalid(`${field}.endPort`, endPort, 'may not be specified when `port` is not specified');
    }
    return;
  }
  if (typeof port === 'number' && typeof endPort === 'number') {
    validatePortReference(port, `${field}.port`, errors);
    if (endPort < port) errors.invalid(`${field}.endPort`, port, 'must be greater than or equal to `port`');
    errors.eachInvalid(`${field}.endPort`, endPort, portErrors(endPort));
    return;
  }
  if (endPort !== undefined) {
    errors.invalid(`${field}.endPort`, endPort, 'may not be specified when `port` is non-numeric');
  }
  validatePortReference(port, `${field}.port`, errors);
}

function validatePeer(peer: Json, field: string, errors: FieldErrors): void {
  const selectors = ['podSelector', 'namespaceSelector'].filter((name) => isJson(peer[name]));
  for (const name of selectors) validateSelector(jsonOf(peer[name]), `${field}.${name}`, errors);
  const hasBlock = isJson(peer.ipBlock);
  if (hasBlock) validateBlock(jsonOf(peer.ipBlock), `${field}.ipBlock`, errors);
  if (!hasBlock && selectors.length === 0) errors.required(field, 'must specify a peer');
  if (hasBlock && selectors.length > 0) errors.forbidden(field, 'may not specify both ipBlock and another peer');
}

function validateBlock({ cidr, except }: Json, field: string, errors: FieldErrors): void {
  if (textOf(cidr) === '') {
    errors.required(`${field}.cidr`);
    return;
  }
  const range = cidrOf(cidr, `${field}.cidr`, errors);
  if (range === undefined) return;
  listOf(except).forEach((each, index) => {
    const inner = cidrOf(each, `${field}.except[${index}]`, errors);
    if (inner === undefined) return;
    if (!contains(range, inner) || range.length >= inner.length) {
      errors.invalid(`${field}.except[${index}]`, each, 'must be a strict subset of `cidr`');
    }
  });
}
