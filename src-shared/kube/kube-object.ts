import type { EndpointSlice } from './endpoint-slice.ts';
import type { Endpoints } from './endpoints.ts';
import type { KubeEvent } from './kube-event.ts';
import type { NetworkPolicy } from './network-policy.ts';
import type { Namespace, Node } from './node.ts';
import type { WatchedKind } from './object-key.ts';
import type { Pod } from './pod.ts';
import type { Service } from './service.ts';
import type { Workload } from './workload.ts';

/** Which projected type each watched kind has. */
export interface KubeObjects {
  readonly Service: Service;
  readonly EndpointSlice: EndpointSlice;
  readonly Pod: Pod;
  readonly Node: Node;
  readonly Namespace: Namespace;
  readonly Endpoints: Endpoints;
  readonly Event: KubeEvent;
  readonly Deployment: Workload;
  readonly ReplicaSet: Workload;
  readonly StatefulSet: Workload;
  readonly DaemonSet: Workload;
  readonly NetworkPolicy: NetworkPolicy;
}

export type KubeObject = KubeObjects[WatchedKind];
