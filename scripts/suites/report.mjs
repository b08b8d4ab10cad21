import { readFileSync } from 'node:fs';

/** @param {string} file @returns {unknown} what a test runner reported; null when it did not come to that */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
