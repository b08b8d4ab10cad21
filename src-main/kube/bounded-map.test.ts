import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

const KEYS = ['a', 'b', 'c'];

function filled(limit: number): BoundedMap<number> {
  const map = new BoundedMap<number>(limit);
  KEYS.forEach((key, index) => map.set(key, index));
  return map;
}

const kept = (map: BoundedMap<number>): readonly string[] => [...KEYS, 'd'].filter((key) => map.get(key) !== undefined);

it('keeps as many as its limit, and forgets what was set first', () => {
  expect(kept(filled(3))).toEqual(['a', 'b', 'c']);
  const map = filled(2);
  expect(kept(map)).toEqual(['b', 'c']);
  map.set('d', 3);
  expect(kept(map)).toEqual(['c', 'd']);
});

it('counts what is set again as new, and forgets nobody for it', () => {
  const map = filled(3);
  map.set('a', 9);
  expect(kept(map)).toEqual(['a', 'b', 'c']);
  expect(map.get('a')).toBe(9);
  map.set('d', 3);
  expect(kept(map)).toEqual(['a', 'c', 'd']);
});

it('has room for another where one was deleted', () => {
  const map = filled(3);
  map.delete('b');
  map.set('d', 3);
  expect(kept(map)).toEqual(['a', 'c', 'd']);
});
