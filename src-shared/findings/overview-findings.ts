import type { DiagnosisInput } from './diagnosis-input.ts';
import { diagnoseListed } from './diagnose.ts';
import { nextLook } from './facts.ts';
import type { Finding, Severity } from './finding.ts';

/** What the Services page knows of every Service. */
export type OverviewInput = Pick<
  DiagnosisInput,
  'service' | 'slices' | 'pods' | 'nodes' | 'now' | 'lastChange' | 'flapping' | 'deniedKinds'
>;

/** What the Services page keeps of a Service's findings, computed anew for each Service an event affects. */
export interface OverviewFindings {
  /** The worst severity there is; null where there is no finding. */
  readonly worst: Severity | null;
  /** Something is wrong, or will be: of severity error or warning. */
  readonly needsAttention: boolean;
  /** Along the debug path; those of severity info too. */
  readonly findings: readonly Finding[];
  /** When to compute them again though nothing changes, milliseconds since 1970; null: never. */
  readonly nextLook: number | null;
}

/**
 * The findings that need only the Service, its slices, its Pods, the Nodes and who flaps. What the Service page reads besides may
 * add findings and name the cause more closely; it takes none of these away but `selector-matches-no-pod`, which becomes
 * the workload that makes no Pods.
 */
export function overviewFindings(input: OverviewInput): OverviewFindings {
  const findings = diagnoseListed({
    ...input,
    endpoints: null,
    namespacePods: null,
    namespaceServices: null,
    workloads: null,
    networkPolicies: null,
    elsewhere: null,
    kubeProxy: null,
    portAsked: null,
    lastTraffic: null,
  });
  const worst = worstOf(findings);
  return { worst, needsAttention: worst === 'error' || worst === 'warning', findings, nextLook: nextLook(input) };
}

export function worstOf(findings: readonly Finding[]): Severity | null {
  return (
    (['error', 'warning', 'info'] as const).find((each) => findings.some(({ severity }) => severity === each)) ?? null
  );
}
