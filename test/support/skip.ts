import { test } from '@playwright/test';
import { leftOutHere } from './not-here.ts';

/** Leaves a test of the window out on a cluster that lacks something, where that is no failure. */
export function skipOnAnotherCluster(lacking: boolean, why: string): void {
  test.skip(leftOutHere(lacking, why), why);
}
