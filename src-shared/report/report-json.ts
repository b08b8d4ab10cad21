import { visibleJson } from '../kube/visible-text.ts';
import type { ServiceReport } from './report.ts';

/** A report as the text of a JSON file: printable whatever a cluster's texts hold. */
export function reportJson(report: ServiceReport): string {
  return `${visibleJson(JSON.stringify(report, null, 2))}\n`;
}
