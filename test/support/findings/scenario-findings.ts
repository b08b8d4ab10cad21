import type { FindingCode } from '../../../src-shared/findings/finding.ts';
import type { Scenario } from '../../../src-shared/ipc/training.ts';

/**
 * What each Service of `resources/manifests/NAME.yaml` raises, in the order of its page, once its Pods are older than the
 * time in which starting is no fault. `nodes`: how many the cluster has.
 */
export function scenarioFindings(nodes: number): Readonly<Record<Scenario, readonly FindingCode[]>> {
  return {
    // Well, and in more ways than one: here a false alarm would show.
    course: ['nothing-visible'],
    'two-services': ['nothing-visible'],
    'wrong-label': ['selector-matches-no-pod'],
    'wrong-namespace': ['selector-matches-no-pod', 'same-labels-elsewhere'],
    'scaled-to-zero': ['workload-scaled-to-zero'],
    'completed-pods': ['only-ended-pods-match'],
    'named-port-missing': ['named-port-missing'],
    'failing-readiness': ['readiness-probe-fails'],
    'publish-not-ready': ['not-ready-gets-traffic', 'readiness-probe-fails'],
    // Nothing but a request can tell that nobody listens on 8081; that the probe asks another port is a hint.
    'wrong-target-port': ['probe-port-not-targeted', 'nothing-visible'],
    headless: ['headless', 'nothing-visible'],
    'external-name': ['external-name'],
    'no-selector': ['no-selector', 'one-endpoint', 'nothing-visible'],
    // On the only Node there is everybody reaches the one Pod.
    'traffic-policy-local':
      nodes > 1 ? ['one-endpoint', 'internal-local-without-endpoint'] : ['one-endpoint', 'nothing-visible'],
  };
}
