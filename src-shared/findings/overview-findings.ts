import type { DiagnosisInput } from './diagnosis-input.ts';
import { diagnoseListed } from './diagnose.ts';
import { nextLook } from './facts.ts';
import type { Finding } from './finding.ts';

/** What the Services page knows of every Service. */
export type OverviewInput = Pick<
  DiagnosisInput,
  'service' | 'slices' | 'pods' | 'nodes' | 'now' | 'lastChange' | 'flapping' | 'deniedKinds' | 'lastTraffic'
>;

/** What the Services page keeps of a Service's findings, computed anew for each Service an event affects. */
export interface OverviewFindings {
  /** Along the debug path; those of severity info too. */
  readonly findings: readonly Finding[];
  /** When to compute them again though nothing changes, milliseconds since 1970; null: never. */
  readonly nextLook: number | null;
}

/**
 * The findings that need only the Service, its slices, its Pods, the Nodes, who flaps and the last traffic run. What the
 * Service page reads besides may add findings and name the cause more closely; it takes none of these away but
 * `selector-matches-no-pod`, which becomes the workload that makes no Pods, and what a run met under other NetworkPolicies.
 */
export function overviewFindings(input: OverviewInput): OverviewFindings {
  const findings = diagnoseListed({
    ...input,
    endpoints: null,
    namespacePods: null,
    namespaceServices: null,
    workloads: null,
    networkPolicies: null,
    events: null,
    elsewhere: null,
    kubeProxy: null,
    portAsked: null,
    refusedLooks: [],
  });
  return { findings, nextLook: nextLook(input) };
}
