import type { EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { Endpoints } from '#shared/kube/endpoints.ts';
import type { KubeEvent } from '#shared/kube/kube-event.ts';
import type { Service } from '#shared/kube/service.ts';
import type { Membership } from '#shared/membership/member.ts';
import type { ServiceReport } from '#shared/report/report.ts';
import { writeReport } from '#shared/report/write-report.ts';
import type { AppState } from '../state/app-state.ts';
import type { Diagnosis } from '../state/diagnosis.svelte.ts';
import type { OpenHistory } from '../state/open-history.svelte.ts';

/** What the page of a Service has before it. */
export interface OnThePage {
  readonly service: Service;
  readonly membership: Membership;
  readonly slices: readonly EndpointSlice[];
  readonly endpoints: Endpoints | null;
  readonly events: readonly KubeEvent[];
  readonly diagnosis: Pick<Diagnosis, 'findings' | 'reading'>;
  readonly history: Pick<OpenHistory, 'recorded'>;
  readonly serverVersion: string | null;
}

/** The report of the Service that is open, as of now. */
export function reportNow(
  { settings, clock, cluster, runs }: Pick<AppState, 'settings' | 'clock' | 'cluster' | 'runs'>,
  { service, diagnosis, history, serverVersion, ...page }: OnThePage,
): ServiceReport {
  const { opened, states, clockSkewMs } = cluster;
  return writeReport({
    language: settings.language,
    words: settings.words,
    version: settings.description.version,
    now: clock.read() + clockSkewMs,
    clockSkewMs,
    cluster: {
      context: opened?.context ?? '',
      name: opened?.cluster ?? '',
      version: serverVersion,
      namespace: opened?.namespace ?? null,
    },
    states,
    service,
    ...page,
    findings: diagnosis.reading ? null : diagnosis.findings,
    history: history.recorded,
    runs: runs.allOf(service.meta),
  });
}
