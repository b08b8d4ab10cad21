import { CONNECT_SCENES } from './scenes-connect.ts';
import { FINDING_SCENES } from './scenes-findings.ts';
import { HISTORY_SCENES } from './scenes-history.ts';
import { REPORT_SCENES } from './scenes-report.ts';
import { SERVICE_SCENES } from './scenes-service.ts';
import { SERVICES_SCENES } from './scenes-services.ts';
import { TRAFFIC_SCENES } from './scenes-traffic.ts';
import { WHAT_IF_SCENES } from './scenes-what-if.ts';
import type { Scenes } from './scene-parts.ts';

/** Every state of every page that a designer would want to see. */
export const SCENES: Scenes = {
  ...CONNECT_SCENES,
  ...SERVICES_SCENES,
  ...SERVICE_SCENES,
  ...FINDING_SCENES,
  ...HISTORY_SCENES,
  ...TRAFFIC_SCENES,
  ...WHAT_IF_SCENES,
  ...REPORT_SCENES,
};
