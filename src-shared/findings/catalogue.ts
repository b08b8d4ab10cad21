import type { FindingCode, FindingOf, FoundObject, Severity, Stage } from './finding.ts';
import type { FactSource } from './fact-sources.ts';
import { SOURCES } from './fact-sources.ts';

export type RuleId = `R${number}`;

/** What is so of every finding of a code. */
export interface CatalogueEntry {
  readonly rule: RuleId;
  /** The worst it is raised with. */
  readonly severity: Severity;
  readonly stage: Stage;
  /** Where the fact behind it stands. */
  readonly source: FactSource;
}

const entry = (rule: RuleId, severity: Severity, stage: Stage, source: keyof typeof SOURCES): CatalogueEntry => ({
  rule,
  severity,
  stage,
  source: SOURCES[source],
});

/** Every finding there is, one entry a code, in the order of the debug path. */
export const CATALOGUE: Readonly<Record<FindingCode, CatalogueEntry>> = {
  'external-name': entry('R1', 'info', 'service', 'externalName'),
  headless: entry('R1', 'info', 'service', 'headless'),
  'no-selector': entry('R2', 'info', 'service', 'noSelector'),
  'no-selector-no-address': entry('R2', 'error', 'service', 'noSelector'),
  'port-not-in-service': entry('R19', 'error', 'service', 'servicePorts'),
  'kind-unknown': entry('R20', 'info', 'service', 'rbac'),
  'selector-matches-no-pod': entry('R3', 'error', 'selector', 'selector'),
  'workload-scaled-to-zero': entry('R3', 'error', 'selector', 'scale'),
  'workload-makes-no-pods': entry('R3', 'error', 'selector', 'scale'),
  'same-labels-elsewhere': entry('R3', 'warning', 'selector', 'selector'),
  'only-ended-pods-match': entry('R3', 'error', 'selector', 'endedPods'),
  'selects-other-owners': entry('R17', 'warning', 'selector', 'selector'),
  'pods-unknown': entry('R20', 'warning', 'pods', 'rbac'),
  'pod-unscheduled': entry('R4', 'error', 'pods', 'podLifecycle'),
  'pod-without-ip': entry('R4', 'error', 'pods', 'endedPods'),
  'image-pull-fails': entry('R4', 'error', 'pods', 'images'),
  'container-crash-loops': entry('R4', 'error', 'pods', 'podLifecycle'),
  'container-does-not-start': entry('R4', 'error', 'pods', 'podLifecycle'),
  'container-ended': entry('R4', 'error', 'pods', 'podLifecycle'),
  'init-container-fails': entry('R4', 'error', 'pods', 'initContainers'),
  'pod-starts': entry('R4', 'error', 'pods', 'podLifecycle'),
  'startup-probe-pending': entry('R4', 'warning', 'pods', 'probes'),
  'pod-completed': entry('R4', 'info', 'pods', 'endedPods'),
  'pod-failed': entry('R4', 'info', 'pods', 'endedPods'),
  'pod-terminating': entry('R4', 'info', 'pods', 'terminating'),
  'node-missing': entry('R4', 'error', 'pods', 'sliceReconciler'),
  'node-not-ready': entry('R4', 'error', 'readiness', 'nodeNotReady'),
  'readiness-probe-fails': entry('R4', 'error', 'readiness', 'probes'),
  'readiness-gate-shut': entry('R4', 'error', 'readiness', 'readinessGate'),
  'pod-not-ready': entry('R4', 'error', 'readiness', 'podLifecycle'),
  flapping: entry('R4', 'warning', 'readiness', 'probes'),
  'not-ready-gets-traffic': entry('R8', 'warning', 'readiness', 'publishNotReady'),
  'named-port-missing': entry('R5', 'error', 'ports', 'findPort'),
  'named-port-other-protocol': entry('R5', 'error', 'ports', 'findPort'),
  'slice-lacks-port': entry('R5', 'error', 'ports', 'noSelector'),
  'probe-port-not-targeted': entry('R11', 'info', 'ports', 'probes'),
  'slices-unknown': entry('R20', 'warning', 'endpoints', 'rbac'),
  'no-address-of-family': entry('R7', 'error', 'endpoints', 'dualStack'),
  'slices-lag': entry('R9', 'error', 'endpoints', 'sliceReconciler'),
  'no-endpoint-ready': entry('R4', 'error', 'endpoints', 'sliceConditions'),
  'one-endpoint': entry('R10', 'info', 'endpoints', 'sliceConditions'),
  'all-terminating': entry('R15', 'warning', 'endpoints', 'terminating'),
  'endpoints-differ': entry('R16', 'warning', 'endpoints', 'endpoints'),
  'endpoints-truncated': entry('R16', 'info', 'endpoints', 'endpoints'),
  'internal-local-without-endpoint': entry('R13', 'warning', 'traffic', 'internalPolicy'),
  'external-local-without-endpoint': entry('R13', 'info', 'traffic', 'externalPolicy'),
  'hints-narrow': entry('R14', 'info', 'traffic', 'hints'),
  'network-policy-denies': entry('R12', 'warning', 'traffic', 'networkPolicy'),
  'network-policy-limits': entry('R12', 'info', 'traffic', 'networkPolicy'),
  'kube-proxy-not-ready': entry('R18', 'warning', 'traffic', 'virtualIPs'),
  'other-data-plane': entry('R18', 'info', 'traffic', 'virtualIPs'),
  'traffic-refused': entry('R6', 'error', 'traffic', 'debugService'),
  'traffic-hangs': entry('R6', 'error', 'traffic', 'debugService'),
  'traffic-breaks': entry('R6', 'error', 'traffic', 'debugService'),
  'traffic-server-errors': entry('R6', 'error', 'traffic', 'debugService'),
  'nothing-visible': entry('R6', 'info', 'traffic', 'debugService'),
};

/** A finding of the code, with the stage and, unless said otherwise, the severity of its entry. */
export function finding<C extends FindingCode>(
  code: C,
  object: FoundObject,
  parameters: FindingOf<C>['parameters'],
  more: { readonly severity?: Severity; readonly values?: FindingOf<C>['values'] } = {},
): FindingOf<C> {
  const { severity, stage } = CATALOGUE[code];
  return { code, severity: more.severity ?? severity, stage, object, values: more.values ?? null, parameters };
}
