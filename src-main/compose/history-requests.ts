import { exportHistory } from '#shared/history/export-history.ts';
import { failure } from '#shared/ipc/failure.ts';
import type { Handlers } from '../ipc/answer-request.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asResult } from './as-result.ts';
import type { OpenClusters } from './open-clusters.ts';
import { saveJson } from './save-json.ts';
import type { AppWindow } from './windows.ts';

type HistoryRequests = Pick<Handlers<AppWindow>, 'history.read' | 'history.export'>;

/** The history of a Service, shown and saved. Both only read. */
export function historyRequests(clusters: OpenClusters): HistoryRequests {
  return {
    'history.read': (service, window) => asResult(() => clusters.of(window)?.history.read(service) ?? null),
    'history.export': (service, window) =>
      asResult(async () => {
        const { history, opened } = clusters.required(window);
        const recorded = history.read(service);
        if (recorded === null)
          throw new FailureError(failure('api.not-found', { kind: 'Service', name: service.name }));
        const exported = exportHistory(opened.cluster, service, recorded, history.now());
        return { path: await saveJson(window, `history-${service.namespace}-${service.name}`, exported) };
      }),
  };
}
