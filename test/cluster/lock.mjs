// @ts-check
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { lockFile } from './paths.mjs';
import { Failure } from './failure.mjs';

/**
 * Does `work` while no other command of this script changes the cluster (or no other holds the given lock); waits for its
 * turn.
 * The lock is the kernel's (flock), held by a child that lives as long as its standard input is open: when this process
 * ends in any way, kill -9 too, the lock is free.
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [file]
 * @returns {Promise<T>}
 */
export async function withLock(work, file = lockFile) {
  mkdirSync(dirname(file), { recursive: true });
  const holder = spawn('flock', ['--close', file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true, // Ctrl+C reaches the whole foreground group; the holder is to end after us, not before
  });
  const waiting = setTimeout(() => console.error('another cluster command is running; waiting for it …'), 300);
  try {
    const [said] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    if (!String(said).startsWith('held')) throw new Failure(`could not lock ${file}`);
    clearTimeout(waiting);
    return await work();
  } finally {
    clearTimeout(waiting);
    holder.stdin.end();
  }
}
