import type { Finding } from '../findings/finding.ts';
import type { NearestPods } from '../findings/nearest-pods.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { Labels, PodChange, ServiceChange, ServiceEdit } from './change.ts';

/**
 * The change that would mend a finding, to be tried before it is made; null where no edit of selector, targetPort or
 * publishNotReadyAddresses does, or where which one it would be is anybody's guess.
 */
export function suggestedChange(finding: Finding, service: Service): ServiceChange | null {
  switch (finding.code) {
    case 'selector-matches-no-pod': {
      const [first] = finding.parameters.nearest;
      return first?.near === true ? selectorChange(service, first) : null;
    }
    case 'named-port-missing': {
      const { index, nearest } = finding.parameters;
      return nearest === null ? null : targetPortChange(service, index, nearest);
    }
    case 'probe-port-not-targeted':
    case 'traffic-refused': {
      const { meant } = finding.parameters;
      return meant === null ? null : targetPortChange(service, meant.index, meant.to);
    }
    case 'not-ready-gets-traffic':
      // Worth knowing only: peers that find one another before they are ready would no longer do so.
      if (finding.severity === 'info') return null;
      return changeOf(service, { field: 'publishNotReadyAddresses', from: true, to: false });
    default:
      return null;
  }
}

/** The selector that would select these Pods; null where nothing would be left of it. */
export function selectorChange(service: Service, { selectorChange: change }: NearestPods): ServiceChange | null {
  if (change === null) return null;
  return changeOf(service, { field: 'selector', from: service.selector, to: change.selector });
}

/** The labels that a Pod of no controller would need; what a controller makes would be made anew without them. */
export function labelsChange(pod: Pod, labels: Labels): PodChange {
  const { uid, namespace, name, resourceVersion, labels: from } = pod.meta;
  const edits = [{ field: 'labels' as const, from, to: { ...from, ...labels } }];
  return { kind: 'Pod', uid, namespace, name, resourceVersion, edits };
}

function targetPortChange(service: Service, index: number, to: number | string): ServiceChange | null {
  const port = service.ports[index];
  if (port === undefined || port.targetPort === to) return null;
  const { port: number, protocol, targetPort: from } = port;
  return changeOf(service, { field: 'targetPort', port: number, protocol, from, to });
}

function changeOf({ meta }: Service, edit: ServiceEdit): ServiceChange {
  const { uid, namespace, name, resourceVersion } = meta;
  return { kind: 'Service', uid, namespace, name, resourceVersion, edits: [edit] };
}
