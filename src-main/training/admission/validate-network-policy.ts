import { isIP } from 'node:net';
import { isJson, jsonListOf, jsonOf, listOf, textOf, type Json } from '../json.ts';
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
    const inside = inner.bits.length === range.bits.length && inner.bits.startsWith(range.bits.slice(0, range.length));
    if (!inside || range.length >= inner.length) {
      errors.invalid(`${field}.except[${index}]`, each, 'must be a strict subset of `cidr`');
    }
  });
}

interface Cidr {
  /** The address, as zeros and ones. */
  readonly bits: string;
  readonly length: number;
}

/** Source: apimachinery IsValidCIDRForLegacyField. */
function cidrOf(value: unknown, field: string, errors: FieldErrors): Cidr | undefined {
  const [, address = '', length = ''] = /^([^/]*)\/(\d{1,3})$/.exec(textOf(value)) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) {
    errors.invalid(field, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
    return undefined;
  }
  return { bits: family === 4 ? bitsOf(address.split('.'), 10, 8) : bitsOfIPv6(address), length: Number(length) };
}

function bitsOfIPv6(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return bitsOf([...before, ...zeros, ...after], 16, 16);
}

function bitsOf(parts: readonly string[], radix: number, width: number): string {
  return parts.map((part) => Number.parseInt(part, radix).toString(2).padStart(width, '0')).join('');
}
