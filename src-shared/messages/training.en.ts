import type { Scenario } from '../ipc/training.ts';

interface ScenarioWords {
  readonly title: string;
  readonly about: string;
}

const scenarios: Readonly<Record<Scenario, ScenarioWords>> = {
  course: {
    title: 'The course',
    about: 'A Service, a ReplicaSet of four Pods, and the same Service with session affinity.',
  },
  'wrong-label': { title: 'Wrong label', about: 'The Service asks for a label that its Pods do not carry.' },
  'wrong-target-port': { title: 'Wrong targetPort', about: 'The Pods are endpoints, and nothing listens on the port.' },
  'named-port-missing': { title: 'Missing named port', about: 'The targetPort is a name that no container has.' },
  'failing-readiness': { title: 'Failing readiness probe', about: 'The Pods run, and none of them is Ready.' },
  'wrong-namespace': { title: 'Wrong namespace', about: 'The Pods with the right labels stand in another namespace.' },
  'scaled-to-zero': { title: 'Scaled to 0', about: 'The labels are right, and there is no Pod.' },
  'completed-pods': { title: 'Only completed Pods', about: 'Every Pod that the selector matches has ended.' },
  headless: { title: 'Headless', about: 'No ClusterIP: the name leads to the Pods themselves.' },
  'external-name': { title: 'ExternalName', about: 'An alias in DNS, with no endpoints and no proxy.' },
  'no-selector': { title: 'No selector', about: 'The endpoints are written by hand.' },
  'publish-not-ready': {
    title: 'publishNotReadyAddresses',
    about: 'Pods that are not Ready get traffic all the same.',
  },
  'traffic-policy-local': { title: 'internalTrafficPolicy Local', about: 'Clients on other Nodes reach nobody.' },
  'two-services': { title: 'Two Services', about: 'Two Services with the same Pods behind them.' },
};

export const trainingEn = {
  title: 'Training cluster',
  about: 'A small Kubernetes inside this app: no installation, nothing leaves this computer, gone when it stops.',
  running: 'running',
  scenario: 'Scenario',
  scenarios,
  start: 'Start',
  open: 'Open',
  reset: 'Reset',
  stop: 'Stop',
  kubectl: 'In a terminal beside the app:',
  copyExport: 'Copy the line that points kubectl at the training cluster',
};
