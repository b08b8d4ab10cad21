import type { ClusterApi } from '../cluster-api.ts';
import type { ControllerSettings, TrainingNode } from './settings.ts';
import { rfc3339 } from './times.ts';

/** As many Pods as there are addresses for. */
const CAPACITY = { cpu: '4', memory: '8Gi', pods: '32765', 'ephemeral-storage': '64Gi' };
/** Told as the kubelet does. Source: k/k pkg/kubelet/nodestatus/setters.go. */
const HEALTH = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** Each kubelet makes its own Node object, ready at once. A Node that is there already is left as it is. */
export function registerNodes(api: ClusterApi, settings: ControllerSettings): void {
  for (const node of settings.nodes) {
    if (api.get('nodes', undefined, node.name) !== undefined) continue;
    api.create('nodes', undefined, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: node.name,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': node.name,
          'kubernetes.io/os': 'linux',
        },
      },
      spec: specOf(node),
    });
    api.updateStatus('nodes', undefined, node.name, nodeStatus(node, rfc3339(api.now())));
  }
}

function specOf({ podCIDR }: TrainingNode): Readonly<Record<string, unknown>> {
  return { podCIDR, podCIDRs: [podCIDR] };
}

function nodeStatus(node: TrainingNode, now: string): Readonly<Record<string, unknown>> {
  return {
    addresses: [
      { type: 'InternalIP', address: node.address },
      { type: 'Hostname', address: node.name },
    ],
    capacity: CAPACITY,
    allocatable: CAPACITY,
    conditions: HEALTH.map(([type, status, reason, message]) => {
      return { type, status, lastHeartbeatTime: now, lastTransitionTime: now, reason, message };
    }),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: '',
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.8.0',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.34.4',
      machineID: '',
      operatingSystem: 'linux',
      osImage: 'ServiceScope training cluster',
      systemUUID: '',
    },
  };
}
