import { failuresEn } from './failures.en.ts';
import { findingsEn } from './findings.en.ts';
import { historyEn } from './history.en.ts';
import { kubeEn } from './kube.en.ts';
import { membershipEn } from './membership.en.ts';
import { reportEn } from './report.en.ts';
import { screensEn } from './screens.en.ts';
import { trafficEn } from './traffic.en.ts';
import { trainingEn } from './training.en.ts';
import { whatIfEn } from './what-if.en.ts';

/** Every sentence a person reads, in English. The other languages are typed by it. */
export const en = {
  failures: failuresEn,
  membership: membershipEn,
  findings: findingsEn,
  kube: kubeEn,
  traffic: trafficEn,
  screens: screensEn,
  training: trainingEn,
  whatIf: whatIfEn,
  history: historyEn,
  report: reportEn,
};

export type Messages = typeof en;
