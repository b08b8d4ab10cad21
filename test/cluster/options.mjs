// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { optionsFile, runDir } from './paths.mjs';

/**
 * How the running cluster is to be. Kept, so that a plain `up` of a running cluster changes nothing.
 * @typedef {object} ClusterOptions
 * @property {import('./node-plane.mjs').ProxyMode} proxy
 * @property {boolean} kwok
 */

/** @returns {ClusterOptions} those of the running cluster, or the defaults */
export function readOptions() {
  /** @type {ClusterOptions} */
  const options = { proxy: 'iptables', kwok: false };
  try {
    const saved = JSON.parse(readFileSync(optionsFile, 'utf8'));
    if (saved.proxy === 'nftables') options.proxy = 'nftables';
    options.kwok = saved.kwok === true;
  } catch {
    // No file, or half a file after a crash: the defaults
  }
  return options;
}

/** @param {ClusterOptions} options */
export function saveOptions(options) {
  mkdirSync(runDir, { recursive: true });
  writeFileSync(optionsFile, JSON.stringify(options));
}
