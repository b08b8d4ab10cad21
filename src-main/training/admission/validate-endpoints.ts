import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { KubeObject } from '../cluster-api.ts';
import { jsonListOf, listOf, textOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { labelErrors, portErrors } from './name-rules.ts';
import { validateDomain, validateIP, validateReachable } from './validate-address.ts';
import { validateImmutable } from './validate-metadata.ts';
import { oneOf } from './validate-service.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** Source: k/k 1.34.4 pkg/apis/core/validation ValidateEndpoints. */
export function validateEndpoints(object: Json, errors: FieldErrors): void {
  jsonListOf(object.subsets).forEach((subset, index) => {
    const field = `subsets[${index}]`;
    if (listOf(subset.addresses).length + listOf(subset.notReadyAddresses).length === 0) {
      errors.required(field, 'must specify `addresses` or `notReadyAddresses`');
    }
    for (const list of ['addresses', 'notReadyAddresses']) {
      jsonListOf(subset[list]).forEach(({ ip, hostname }, each) => {
        validateIP(ip ?? '', `${field}.${list}[${each}].ip`, errors);
        const host = textOf(hostname);
        if (host !== '') errors.eachInvalid(`${field}.${list}[${each}].hostname`, host, labelErrors(host));
        // Two functions of the API server judge it, each in its words.
        if (isIP(textOf(ip)) === 0)
          errors.invalid(`${field}.${list}[${each}].ip`, ip ?? '', 'must be a valid IP address');
        validateReachable(textOf(ip), `${field}.${list}[${each}].ip`, errors);
      });
    }
    const ports = jsonListOf(subset.ports);
    ports.forEach((port, each) => {
      const path = `${field}.ports[${each}]`;
      const name = textOf(port.name);
      if (name === '' && ports.length > 1) errors.required(`${path}.name`);
      else if (name !== '') errors.eachInvalid(`${path}.name`, name, labelErrors(name));
      errors.eachInvalid(`${path}.port`, port.port ?? 0, portErrors(port.port));
      oneOf(port.protocol, PROTOCOLS, `${path}.protocol`, errors);
    });
  });
}

/** Source: k/k 1.34.4 pkg/apis/discovery/validation. */
export function validateSlice(object: Json, errors: FieldErrors): void {
  const type = textOf(object.addressType);
  if (type === '') errors.required('addressType');
  else if (!['FQDN', 'IPv4', 'IPv6'].includes(type)) errors.notSupported('addressType', type, ['FQDN', 'IPv4', 'IPv6']);
  const names = new Set<string>();
  jsonListOf(object.ports).forEach((port, index) => {
    const name = textOf(port.name);
    const field = `ports[${index}]`;
    if (name !== '') errors.eachInvalid(`${field}.name`, name, labelErrors(name));
    if (names.has(name)) errors.duplicate(`${field}.name`, name);
    names.add(name);
    oneOf(port.protocol, PROTOCOLS, `${field}.protocol`, errors);
  });
  jsonListOf(object.endpoints).forEach((endpoint, index) => validateEndpoint(endpoint, type, index, errors));
}

export function validateSliceUpdate(object: Json, old: KubeObject, errors: FieldErrors): void {
  validateImmutable(object.addressType, old.addressType, 'addressType', errors);
}

function validateEndpoint(endpoint: Json, type: string, index: number, errors: FieldErrors): void {
  const field = `endpoints[${index}].addresses`;
  const addresses = listOf(endpoint.addresses).map(textOf);
  if (addresses.length === 0) errors.required(field, 'must contain at least 1 address');
  addresses.forEach((address, each) => {
    if (type === 'FQDN') validateDomain(address, `${field}[${each}]`, errors);
    if (type !== 'IPv4' && type !== 'IPv6') return;
    validateIP(address, `${field}[${each}]`, errors);
    if (type === 'IPv4' && isIPv6(address)) errors.invalid(field, address, 'must be an IPv4 address');
    if (type === 'IPv6' && isIPv4(address)) errors.invalid(field, address, 'must be an IPv6 address');
    validateReachable(address, `${field}[${each}]`, errors);
  });
  const hostname = textOf(endpoint.hostname);
  if (hostname !== '') errors.eachInvalid(`endpoints[${index}].hostname`, hostname, labelErrors(hostname));
}
