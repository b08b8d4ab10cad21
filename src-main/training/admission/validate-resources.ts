import { jsonOf, type Json } from '../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { quantityValue } from './quantity.ts';

const NOT_OF_CONTAINERS = 'must be a standard resource for containers';
const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

/** Source: k/k 1.34.4 pkg/apis/core/validation validateResourceRequirements; by name, where Go takes them in any order. */
export function validateResources(resources: Json, field: string, errors: FieldErrors): void {
  const limits = jsonOf(resources.limits);
  const requests = jsonOf(resources.requests);
  for (const [list, quantities] of Object.entries({ limits, requests })) {
    for (const [name, quantity] of sorted(quantities)) {
      const path = `${field}.${list}[${name}]`;
      const standard = STANDARD.includes(name) || name.startsWith('hugepages-');
      if (!standard && !name.includes('/')) {
        errors.eachInvalid(path, name, ['must be a standard resource type or fully qualified', NOT_OF_CONTAINERS]);
      }
      if (quantityValue(quantity) < 0) errors.invalid(path, String(quantity), 'must be greater than or equal to 0');
      const limit: unknown = limits[name];
      if (list !== 'requests' || (typeof limit !== 'string' && typeof limit !== 'number')) continue;
      if (quantityValue(quantity) > quantityValue(limit)) {
        const detail = `must be less than or equal to ${name} limit of ${limit}`;
        errors.invalid(`${field}.requests`, String(quantity), detail);
      }
    }
  }
}

function sorted(quantities: Json): readonly (readonly [string, unknown])[] {
  return Object.entries(quantities).sort(([a], [b]) => (a < b ? -1 : 1));
}
