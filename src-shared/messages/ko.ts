import type { Messages } from './en.ts';
import { failuresKo } from './failures.ko.ts';
import { findingsKo } from './findings.ko.ts';
import { historyKo } from './history.ko.ts';
import { kubeKo } from './kube.ko.ts';
import { membershipKo } from './membership.ko.ts';
import { reportKo } from './report.ko.ts';
import { screensKo } from './screens.ko.ts';
import { trafficKo } from './traffic.ko.ts';
import { trainingKo } from './training.ko.ts';
import { whatIfKo } from './what-if.ko.ts';

/** Every sentence a person reads, in Korean. */
export const ko: Messages = {
  failures: failuresKo,
  membership: membershipKo,
  findings: findingsKo,
  kube: kubeKo,
  traffic: trafficKo,
  screens: screensKo,
  training: trainingKo,
  whatIf: whatIfKo,
  history: historyKo,
  report: reportKo,
};
