import { isIP } from 'node:net';
import { textOf } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { subdomainErrors } from './name-rules.ts';

/** Source: IsValidIPForLegacyField. */
export function validateIP(address: unknown, field: string, errors: FieldErrors): void {
  // Node.js takes one with a zone, as fe80::1%eth0, Go does not.
  if (isIP(textOf(address)) === 0 || textOf(address).includes('%')) {
    errors.invalid(field, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)');
  }
}

/** Source: ValidateEndpointIP: addresses that would reach the node itself, or its neighbours. */
export function validateReachable(address: string, field: string, errors: FieldErrors): void {
  if (address === '0.0.0.0' || address === '::') {
    errors.invalid(field, address, `may not be unspecified (${address})`);
  } else if (address.startsWith('127.') || address === '::1') {
    errors.invalid(field, address, 'may not be in the loopback range (127.0.0.0/8, ::1/128)');
  } else if (address.startsWith('169.254.') || /^fe[89ab]/i.test(address)) {
    errors.invalid(field, address, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  } else if (address.startsWith('224.0.0.') || /^ff02:/i.test(address)) {
    errors.invalid(field, address, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  }
}

/** Source: apimachinery IsFullyQualifiedDomainName. */
export function validateDomain(domain: string, field: string, errors: FieldErrors): void {
  const name = domain.replace(/\.$/, '');
  const wrong = subdomainErrors(name);
  if (domain === '') errors.required(field);
  else if (wrong.length > 0) errors.invalid(field, name, wrong.join(','));
  else if (!name.includes('.')) {
    errors.invalid(field, name, 'should be a domain with at least two segments separated by dots');
  }
}
