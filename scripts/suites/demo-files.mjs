import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm run demo` shoots, a page each. */
export const DEMO_PICTURES = ['connect', 'services', 'service', 'traffic-plan', 'traffic'].map((name) => `${name}.png`);

/**
 * What is wrong with the files of a demo that says it has kept its promises. Pure.
 * @param {string | null} report out/demo/report.json as text; null: there is none
 * @param {(picture: string) => boolean} isThere
 * @returns {string[]}
 */
export function demoFileFaults(report, isThere) {
  const missing = DEMO_PICTURES.filter((picture) => !isThere(picture)).map((picture) => `${picture} is missing`);
  return [...reportFaults(report), ...missing];
}

/** @param {string | null} text @returns {string[]} */
function reportFaults(text) {
  if (text === null) return ['report.json is missing'];
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return ['report.json is not JSON'];
  }
  const report = /** @type {Record<string, unknown>} */ (typeof value === 'object' && value !== null ? value : {});
  const { cluster, services, runs } = report;
  /** @type {string[]} */
  const faults = [];
  if (typeof cluster !== 'string' || cluster === '') faults.push('report.json names no cluster');
  if (!Array.isArray(services) || services.length === 0) faults.push('report.json has no Service');
  if (!Array.isArray(runs) || runs.length !== 2) faults.push('report.json has not the two sides of a run');
  else if (!runs.every(({ served }) => typeof served === 'object' && served !== null)) {
    faults.push('report.json lacks what the Pods counted');
  }
  if ('hits' in report) faults.push('report.json lists every hit');
  return faults;
}

/** @param {string} folder @returns {string[]} */
export function demoFolderFaults(folder) {
  const report = join(folder, 'report.json');
  return demoFileFaults(existsSync(report) ? readFileSync(report, 'utf8') : null, (picture) =>
    existsSync(join(folder, picture)),
  );
}
