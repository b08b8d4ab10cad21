import { expect, it } from 'vitest';
import { PodAddresses } from './pod-addresses.ts';

it('gives every address of the range but three, each once, across its bytes', () => {
  const addresses = new PodAddresses('10.244.128.0/17');
  const given = new Set<string | undefined>();
  for (let next = addresses.take(); next !== undefined; next = addresses.take()) given.add(next);
  expect(given.size).toBe(32_768 - 3);
  expect([...given].slice(0, 2)).toEqual(['10.244.128.2', '10.244.128.3']);
  expect(given).toContain('10.244.129.0');
  expect([...given].at(-1)).toBe('10.244.255.254');
});

it('gives what became free last of all, and takes back what is its own alone', () => {
  const addresses = new PodAddresses('10.244.0.0/29');
  expect([addresses.take(), addresses.take()]).toEqual(['10.244.0.2', '10.244.0.3']);
  addresses.release('10.244.0.2');
  addresses.release('10.244.1.3');
  expect([addresses.take(), addresses.take(), addresses.take(), addresses.take(), addresses.take()]).toEqual([
    '10.244.0.4',
    '10.244.0.5',
    '10.244.0.6',
    '10.244.0.2',
    undefined,
  ]);
});
