import { isJson, listOf } from '../json.ts';
import { elementOf, itemsByElement } from './items.ts';
import { innerShape, type Shape } from './shapes.ts';

/**
 * The live value with an applied one merged into it. Undefined is absent; a null that was applied stands in the result.
 * Source: sigs.k8s.io/structured-merge-diff v6 typed/merge.go.
 */
export function mergeValues(shape: Shape, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (shape.kind === 'leaf' || (isBare(live) && isBare(applied))) return applied;
  if (shape.kind === 'keyed' || shape.kind === 'set') return mergeItems(shape, listOf(live), listOf(applied));
  const before = isJson(live) ? live : {};
  const after = isJson(applied) ? applied : {};
  const result = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(after)) {
    result.set(key, mergeValues(innerShape(shape, key), result.get(key), value));
  }
  return Object.fromEntries(result);
}

function isBare(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isJson(value) || Object.keys(value).length === 0;
}

/** In the order of the applied list; an item that is live alone stays where it stands among those both have. */
function mergeItems(shape: Shape, live: readonly unknown[], applied: readonly unknown[]): unknown[] {
  const liveItems = itemsByElement(shape, live);
  const wanted = applied.map((item) => elementOf(shape, item));
  const isWanted = new Set(wanted);
  const shared = wanted.filter((element) => liveItems.has(element));
  const present = live.map((item) => elementOf(shape, item));
  const result: unknown[] = [];
  const done = new Set<string>();
  const take = (index: number): void => {
    const element = wanted[index] ?? '';
    done.add(element);
    if (shared[0] === element) shared.shift();
    const same = liveItems.get(element) ?? [];
    // What stands there twice is not merged with.
    result.push(mergeItem(shape, same.length === 1 ? same[0] : undefined, applied[index]));
  };
  let left = 0;
  let right = 0;
  while (left < live.length || right < applied.length) {
    const element = present[left];
    if (element !== undefined && right < applied.length) {
      if (element === wanted[right]) {
        take(right);
        left++;
        right++;
        continue;
      }
      if (isWanted.has(element) && shared[0] !== undefined && shared[0] !== element) {
        left++;
        continue;
      }
    }
    if (element !== undefined) {
      if (!isWanted.has(element)) {
        result.push(live[left]);
        left++;
        continue;
      }
      if (done.has(element)) left++;
    }
    if (right < applied.length) {
      take(right);
      right++;
    }
  }
  return result;
}

function mergeItem(shape: Shape, live: unknown, applied: unknown): unknown {
  return shape.kind === 'keyed' ? mergeValues(shape.of, live, applied) : applied;
}
