import { expect, it } from 'vitest';
import { sameSpec } from './same-spec.ts';

const job = (limits: unknown, image = 'nginx'): unknown => ({
  template: { spec: { containers: [{ name: 'web', image, resources: { limits } }] } },
});

it('takes equal quantities in other words for no change, wherever they stand', () => {
  expect(sameSpec(job({ cpu: '1.500', memory: '1Mi' }), job({ memory: '1048576', cpu: '1500m' }))).toBe(true);
});

it('tells another quantity, one more, one less, none, and what differs beside them', () => {
  const before = job({ cpu: '1', memory: '1Mi' });
  expect(sameSpec(before, job({ cpu: '1', memory: '1048577' }))).toBe(false);
  expect(sameSpec(before, job({ cpu: '1' }))).toBe(false);
  expect(sameSpec(job({ cpu: '1' }), before)).toBe(false);
  expect(sameSpec(before, job(undefined))).toBe(false);
  expect(sameSpec(before, job({ cpu: '1000m', memory: '1Mi' }, 'nginx:1.22'))).toBe(false);
});
