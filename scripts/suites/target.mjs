/**
 * @typedef {object} TargetFacts
 * @property {string | undefined} kubeconfig TEST_KUBECONFIG
 * @property {string | undefined} context TEST_CONTEXT
 * @property {boolean} linux
 * @property {boolean} root
 * @property {boolean} go
 * @property {boolean} ci
 *
 * @typedef {{ kind: 'given', kubeconfig: string, context: string }
 *   | { kind: 'own' }
 *   | { kind: 'none', counts: 'failed' | 'skipped', reason: string }} Target
 */

const GIVE_ONE = 'set TEST_KUBECONFIG=FILE and TEST_CONTEXT=NAME to run them in namespaces of their own on any cluster';

/**
 * The cluster the real suites run on. Where they could run (Linux as root) or must (CI), not to run is to fail.
 * @param {TargetFacts} facts
 * @returns {Target}
 */
export function chooseTarget({ kubeconfig, context, linux, root, go, ci }) {
  if (kubeconfig) {
    if (context) return { kind: 'given', kubeconfig, context };
    return { kind: 'none', counts: 'failed', reason: `TEST_KUBECONFIG is set, TEST_CONTEXT is not: ${GIVE_ONE}` };
  }
  if (linux && root && go) return { kind: 'own' };
  const lacks = !linux ? 'Linux' : !root ? 'root' : 'Go';
  return {
    kind: 'none',
    counts: ci || (linux && root) ? 'failed' : 'skipped',
    reason: `the test cluster needs ${lacks}: ${GIVE_ONE}`,
  };
}

/**
 * A suite that the cluster at hand leaves no room for. In CI on a cluster of our own it had to run; by hand, and on a cluster
 * that was given, it is told and stands in the sum.
 * @param {{ own: boolean, ci: boolean }} facts
 * @returns {'failed' | 'skipped'}
 */
export function leftOutCounts({ own, ci }) {
  return own && ci ? 'failed' : 'skipped';
}
