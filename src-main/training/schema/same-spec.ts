import { isJson, sameJson } from '../json.ts';
import { sameQuantity } from './canonical-quantity.ts';

/** Maps of quantities, in a Pod's spec or a template's. */
const LISTS: ReadonlySet<string> = new Set(['limits', 'requests', 'overhead']);

/** Equal as Kubernetes sees it: `1k` and `1000` are one quantity. Source: apimachinery pkg/api/equality Semantic. */
export function sameSpec(one: unknown, other: unknown): boolean {
  return sameJson(one, other, (key, a, b) => LISTS.has(key) && sameQuantities(a, b));
}

function sameQuantities(one: unknown, other: unknown): boolean {
  if (!isJson(one) || !isJson(other)) return false;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.every((name) => {
    const [a, b] = [one[name], other[name]];
    return typeof a === 'string' && typeof b === 'string' && sameQuantity(a, b);
  });
}
