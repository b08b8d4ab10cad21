// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/**
 * Asks until the answer is true. Between two questions 100 ms pass.
 * @param {string} what for the message when the time is over
 * @param {number} seconds
 * @param {() => Promise<boolean> | boolean} question
 */
export async function until(what, seconds, question) {
  const end = Date.now() + seconds * 1000;
  while (!(await question())) {
    if (Date.now() > end) throw new Failure(`waited ${seconds} s in vain for ${what}`);
    await sleep(100);
  }
}
