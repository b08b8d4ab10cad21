import { isJson, sameJson, textOf, type Json } from '../json.ts';
import { inBillionths } from './canonical-quantity.ts';

/** Maps of quantities, in a Pod's spec or a template's. */
const LISTS: ReadonlySet<string> = new Set(['limits', 'requests', 'overhead']);

/** Equal as Kubernetes sees it: `1k` and `1000` are one quantity. Source: apimachinery pkg/api/equality Semantic. */
export function sameSpec(one: unknown, other: unknown): boolean {
  return sameJson(one, other) || sameJson(measured(one), measured(other));
}

function measured(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(measured);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      LISTS.has(key) && isJson(inside) ? amounts(inside) : measured(inside),
    ]),
  );
}

function amounts(quantities: Json): Json {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, quantity]) => [name, String(inBillionths(textOf(quantity)))]),
  );
}
