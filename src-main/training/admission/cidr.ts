import { isIP } from 'node:net';
import { textOf } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';

/** A range of addresses. */
export interface Cidr {
  /** The address, as zeros and ones. */
  readonly bits: string;
  readonly length: number;
}

/** Whether the addresses of `inner` are all in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.bits.length === inner.bits.length && inner.bits.startsWith(outer.bits.slice(0, outer.length));
}

/** A range of addresses; undefined, and told, where it is none. Source: apimachinery IsValidCIDRForLegacyField. */
export function cidrOf(value: unknown, field: string, errors: FieldErrors): Cidr | undefined {
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
