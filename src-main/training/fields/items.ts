import { keyElement, valueElement } from './path-element.ts';
import type { Shape } from './shapes.ts';

/** The path element of an item of a keyed list or a set. */
export function elementOf(shape: Shape, item: unknown): string {
  return shape.kind === 'keyed' ? keyElement(item, shape.keys) : valueElement(item);
}

/** The items of a list under their path elements; more than one where a client wrote it twice. */
export function itemsByElement(shape: Shape, items: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const item of items) {
    const element = elementOf(shape, item);
    const same = found.get(element);
    if (same === undefined) found.set(element, [item]);
    else same.push(item);
  }
  return found;
}
