import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isTestRuntime } from './test-runtime.ts';

const packageJson = new URL('../../package.json', import.meta.url);
const { devDependencies } = JSON.parse(readFileSync(packageJson, 'utf8')) as { devDependencies: { electron: string } };

it('takes the Electron of package.json for the one that releases ship, and any other for a test runtime', () => {
  expect(isTestRuntime(devDependencies.electron)).toBe(false);
  expect(isTestRuntime('33.2.1')).toBe(true);
  expect(isTestRuntime('4.5.0')).toBe(true);
});
