import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Minutes each, most of them waited for, in files that are small themselves. The longest first. */
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
 * vitest begins with what took longest before, and in a fresh clone, where it knows of no before, with the largest file. So it
 * came last to what takes longest of all, with nothing left to run beside it.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files));
  }
}
