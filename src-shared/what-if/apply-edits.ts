import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { Labels, PodEdit, ServiceEdit } from './change.ts';
import { labelDifference } from './label-difference.ts';

/** The Service as the API server would keep it after these edits. */
export function editedService(service: Service, edits: readonly ServiceEdit[]): Service {
  return edits.reduce((edited, edit): Service => {
    switch (edit.field) {
      case 'selector':
        return { ...edited, selector: Object.keys(edit.to ?? {}).length === 0 ? null : edit.to };
      case 'publishNotReadyAddresses':
        return { ...edited, publishNotReadyAddresses: edit.to };
      case 'targetPort':
        return {
          ...edited,
          ports: edited.ports.map((port) =>
            port.port === edit.port && port.protocol === edit.protocol ? { ...port, targetPort: edit.to } : port,
          ),
        };
    }
  }, service);
}

/** The Pod after these edits; labels they say nothing of stay. */
export function editedPod(pod: Pod, edits: readonly PodEdit[]): Pod {
  const labels = edits.reduce((all, { from, to }) => merged(all, labelDifference(from, to)), pod.meta.labels);
  return { ...pod, meta: { ...pod.meta, labels } };
}

function merged(labels: Labels, difference: Readonly<Record<string, string | null>>): Labels {
  const entries = Object.entries({ ...labels, ...difference });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}
