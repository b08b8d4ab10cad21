import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import type { LaunchedApp } from '../../support/launch-app.ts';

/** The process and everything it started, by `ps`. */
function tree(root: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const parents = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const of = (pid: number): readonly number[] => [
    pid,
    ...parents.filter(([, parent]) => parent === pid).flatMap(([child]) => of(child ?? 0)),
  ];
  return of(root);
}

function isAlive(pid: number): boolean {
  // A zombie has ended; only its parent has not read its exit code yet.
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)])
      .toString()
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}

/** `kill -9` of all processes of the app at once: none of them can tidy up. */
export async function killApp({ app }: LaunchedApp): Promise<void> {
  const { pid } = app.process();
  if (pid === undefined) throw new Error('The app has no process.');
  const pids = tree(pid);
  expect(pids.length, 'main, renderer and their helpers').toBeGreaterThan(2);
  for (const each of pids) process.kill(each, 'SIGKILL');
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
}

/** Resolves when the app's process has ended by itself. */
export async function ended({ app }: LaunchedApp): Promise<void> {
  const { exitCode } = app.process();
  if (exitCode === null) await once(app.process(), 'exit');
}
