import type { NoneReason } from '../../src-shared/membership/member.ts';

/** What one Service of a scenario comes to. */
export interface Expected {
  /** Endpoints in its slices that get traffic, and all. */
  readonly ready: number;
  readonly total: number;
  /** Why nobody is in; undefined where somebody is. */
  readonly none?: NoneReason['code'];
  /** How many Pods answered, and the exit codes of curl. Undefined: nobody calls it. */
  readonly pods?: number;
  readonly exit?: 0 | 7 | 28;
}

/** Scenario → Service: what the manifest is there to show, on any cluster. One that breaks nothing fails here. */
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  'completed-pods': { 'myapp-svc': { ready: 0, total: 0, none: 'all-completed', pods: 0, exit: 7 } },
  course: {
    'myapp-svc': { ready: 4, total: 4, pods: 4, exit: 0 },
    'myapp-svc-ses-aff': { ready: 4, total: 4, pods: 1, exit: 0 },
  },
  'external-name': { 'myapp-svc': { ready: 0, total: 0, none: 'external-name' } },
  'failing-readiness': { 'myapp-svc': { ready: 0, total: 2, none: 'none-ready', pods: 0, exit: 7 } },
  // The name leads to the Pods, and nothing turns port 80 into their targetPort.
  headless: { 'myapp-svc': { ready: 2, total: 2, pods: 0, exit: 7 } },
  'named-port-missing': { 'myapp-svc': { ready: 0, total: 2, none: 'port-not-found', pods: 0, exit: 7 } },
  'no-selector': { 'myapp-svc': { ready: 1, total: 1, pods: 0, exit: 28 } },
  'publish-not-ready': { 'myapp-svc': { ready: 2, total: 2, pods: 2, exit: 0 } },
  'scaled-to-zero': { 'myapp-svc': { ready: 0, total: 0, none: 'no-pod-matches', pods: 0, exit: 7 } },
  // The client runs on the Node of the one Pod.
  'traffic-policy-local': { 'myapp-svc': { ready: 1, total: 1, pods: 1, exit: 0 } },
  'two-services': {
    'myapp-svc': { ready: 2, total: 2, pods: 2, exit: 0 },
    'myapp-svc-too': { ready: 2, total: 2, pods: 2, exit: 0 },
  },
  'wrong-label': { 'myapp-svc': { ready: 0, total: 0, none: 'no-pod-matches', pods: 0, exit: 7 } },
  'wrong-namespace': { 'myapp-svc': { ready: 0, total: 0, none: 'no-pod-matches', pods: 0, exit: 7 } },
  'wrong-target-port': { 'myapp-svc': { ready: 2, total: 2, pods: 0, exit: 7 } },
};
