/** Scenarios of the training cluster, in the order a course would take them. Each is `resources/manifests/NAME.yaml`. */
export const SCENARIOS = [
  'course',
  'wrong-label',
  'wrong-target-port',
  'named-port-missing',
  'failing-readiness',
  'wrong-namespace',
  'scaled-to-zero',
  'completed-pods',
  'headless',
  'external-name',
  'no-selector',
  'publish-not-ready',
  'traffic-policy-local',
  'two-services',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** The training cluster that this app started; one at a time. */
export type TrainingState =
  | { readonly phase: 'stopped' }
  | { readonly phase: 'starting'; readonly scenario: Scenario }
  | {
      readonly phase: 'running';
      readonly scenario: Scenario;
      readonly context: string;
      /** Path of its kubeconfig: what `export KUBECONFIG=` takes. */
      readonly kubeconfig: string;
      /** A reset is under way. */
      readonly resetting: boolean;
    }
  | { readonly phase: 'failed'; readonly detail: string };

/** What the app tells the process of the training cluster. */
export type TrainingOrder = { readonly order: 'reset'; readonly scenario: Scenario } | { readonly order: 'stop' };

/** What that process tells the app. */
export type TrainingNotice =
  | { readonly notice: 'ready'; readonly context: string; readonly kubeconfig: string }
  | { readonly notice: 'reset'; readonly scenario: Scenario }
  | { readonly notice: 'failed'; readonly detail: string };
