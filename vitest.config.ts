import { basename } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// No test asserts a time: a busy machine is no failure.
const UNIT_TIMEOUT_MS = 60_000;

// A worker reads the product once and not once a file, which was half of what the tests cost: none of them may leave anything
// behind in a module, and what they mount is taken away after each file. Not so beside a real cluster: what a file started there
// ends with its process.
const isolate = false;

/** Minutes each, most of them waited for. The longest first. */
export const LONG = ['traffic-run.test.ts', 'membership-oracle.test.ts', 'scenarios.test.ts'] as const;

/** The long ones at the head, the others after them as they were. */
export function longestFirst<T extends { readonly moduleId: string }>(files: readonly T[]): T[] {
  const place = ({ moduleId }: T): number => {
    const found = LONG.findIndex((name) => name === basename(moduleId));
    return found === -1 ? LONG.length : found;
  };
  return files.toSorted((one, other) => place(one) - place(other));
}

/**
 * vitest begins with what took longest before, and in a fresh clone, where it knows of no before, with the largest file: then
 * small files that take minutes come last, with nothing left to run beside them. It stands here because known-bad gates run on a
 * copy of the configuration, without the repository around it.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files));
  }
}

// unit: beside the code, no cluster, no display. dom: the same for the renderer. real: against TEST_KUBECONFIG.
// cluster: the life of the test cluster itself.
export default defineConfig({
  test: {
    passWithNoTests: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          isolate,
          testTimeout: UNIT_TIMEOUT_MS,
          hookTimeout: UNIT_TIMEOUT_MS,
          include: [
            'src-shared/**/*.test.ts',
            'src-main/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            'test/support/**/*.test.ts',
            'test/demo/**/*.test.ts',
            'test/screenshots/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'dom',
          environment: 'jsdom',
          isolate,
          setupFiles: ['test/renderer/clean-up.ts'],
          testTimeout: UNIT_TIMEOUT_MS,
          hookTimeout: UNIT_TIMEOUT_MS,
          include: ['src-renderer/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'real',
          environment: 'node',
          include: ['test/real/**/*.test.ts', 'test/conformance/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'cluster',
          environment: 'node',
          include: ['test/cluster/**/*.test.ts'],
          testTimeout: 240_000,
        },
      },
    ],
  },
});
