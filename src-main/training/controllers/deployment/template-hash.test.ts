import { expect, it } from 'vitest';
import type { PodTemplate } from '../shapes.ts';
import { HASH } from './deployment-shapes.ts';
import { sameTemplate } from './template-hash.ts';

const template = (memory: string, labels: Readonly<Record<string, string>> = {}): PodTemplate => ({
  metadata: { labels: { app: 'web', ...labels } },
  spec: { containers: [{ name: 'web', image: 'nginx', resources: { requests: { memory } } }] },
});

it('rolls nothing out for equal quantities in other words, nor for the hash', () => {
  expect(sameTemplate(template('1Mi'), template('1048576'))).toBe(true);
  expect(sameTemplate(template('1Mi'), template('1Mi', { [HASH]: 'x' }))).toBe(true);
});

it('rolls out for another quantity, and for another label', () => {
  expect(sameTemplate(template('1Mi'), template('1048577'))).toBe(false);
  expect(sameTemplate(template('1Mi'), template('1Mi', { tier: 'front' }))).toBe(false);
});
