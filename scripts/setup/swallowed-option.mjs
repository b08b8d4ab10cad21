// npm reads `--readonly` as its own `--read-only`.
const OPTIONS = {
  read_only: 'readonly',
  readonly: 'readonly',
  context: 'context',
  kubeconfig: 'kubeconfig',
  namespace: 'namespace',
};

/**
 * npm takes what stands before `--` for itself: `npm start --readonly` would reach the app as nothing at all, and open a
 * window that writes.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | null} a sentence that refuses it
 */
export function swallowedOption(env) {
  const taken = Object.entries(OPTIONS).find(([name]) => env[`npm_config_${name}`] !== undefined);
  if (taken === undefined) return null;
  return `npm took --${taken[1]} for itself, so no window was opened. Write it after two dashes: npm start -- --${taken[1]}`;
}
