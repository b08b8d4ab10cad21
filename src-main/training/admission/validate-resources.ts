import { textMapOf, type Json } from '../json.ts';
import { inBillionths } from '../schema/canonical-quantity.ts';
import type { FieldErrors } from './field-errors.ts';

const NOT_OF_CONTAINERS = 'must be a standard resource for containers';
const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** Source: k/k 1.34.4 pkg/apis/core/validation validateResourceRequirements; by name, where Go takes them in any order. */
export function validateResources(resources: Json, field: string, errors: FieldErrors): void {
  const limits = textMapOf(resources.limits);
  const requests = textMapOf(resources.requests);
  for (const [list, quantities] of Object.entries({ limits, requests })) {
    for (const [name, quantity] of sorted(quantities)) {
      const path = `${field}.${list}[${name}]`;
      const standard = STANDARD.includes(name) || name.startsWith('hugepages-');
      if (!standard && !name.includes('/')) {
        errors.eachInvalid(path, name, ['must be a standard resource type or fully qualified', NOT_OF_CONTAINERS]);
      }
      if (inBillionths(quantity) < 0n) errors.invalid(path, quantity, 'must be greater than or equal to 0');
      const limit = limits[name];
      if (list !== 'requests' || limit === undefined) continue;
      if (inBillionths(quantity) > inBillionths(limit)) {
        const detail = `must be less than or equal to ${name} limit of ${limit}`;
        errors.invalid(`${field}.requests`, quantity, detail);
      }
    }
  }
}

function sorted(quantities: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(quantities).sort(([a], [b]) => (a < b ? -1 : 1));
}
