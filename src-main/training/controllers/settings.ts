/** A Node of the training cluster. */
export interface TrainingNode {
  readonly name: string;
  readonly address: string;
  /** Where its Pods' addresses are from: `10.244.0.0/17`. */
  readonly podCIDR: string;
}

/** How long things take, in milliseconds, and how often they are looked at. */
export interface ControllerSettings {
  readonly nodes: readonly TrainingNode[];
  /** From a change to the ReplicaSet's, Deployment's, Job's or garbage collector's answer. */
  readonly controllerDelayMs: number;
  /** From a change to the Endpoints and EndpointSlices that follow from it. */
  readonly endpointsDelayMs: number;
  readonly schedulerDelayMs: number;
  /** From a change of a Pod to its kubelet's answer. */
  readonly kubeletSyncMs: number;
  /** Until a Pod's sandbox stands and it has an address. */
  readonly sandboxMs: number;
  /** The shortest and the longest time to pull an image that isn't on the Node yet. */
  readonly pullMs: readonly [number, number];
  /** From an image on the Node to a running container. */
  readonly containerStartMs: number;
  /** From a container's start to the first probe of one without initialDelaySeconds. */
  readonly probeLeadMs: number;
  /** A container's and an image's first backoff and the longest. Source: k/k pkg/kubelet MaxContainerBackOff, imageBackOffPeriod. */
  readonly backoffMs: readonly [number, number];
  /** How often a Pod that can't go on is looked at again. Source: k/k pkg/kubelet backOffPeriod. */
  readonly retryMs: number;
  /** How long an Event is kept. Source: kube-apiserver --event-ttl. */
  readonly eventTtlMs: number;
  /** Endpoints a slice holds at most. Source: kube-controller-manager --max-endpoints-per-slice. */
  readonly endpointsPerSlice: number;
}

/** Halves of 10.244.0.0/16. kubeadm gives each Node a /24 of it: two of them are too few for what may be loaded here. */
const NODES: readonly TrainingNode[] = [
  { name: 'node-1', address: '192.168.49.2', podCIDR: '10.244.0.0/17' },
  { name: 'node-2', address: '192.168.49.3', podCIDR: '10.244.128.0/17' },
];

/** About what a small real cluster takes. */
export const REAL_SETTINGS: ControllerSettings = {
  nodes: NODES,
  controllerDelayMs: 20,
  endpointsDelayMs: 150,
  schedulerDelayMs: 10,
  kubeletSyncMs: 100,
  sandboxMs: 250,
  pullMs: [300, 900],
  containerStartMs: 120,
  probeLeadMs: 200,
  backoffMs: [10_000, 300_000],
  retryMs: 10_000,
  eventTtlMs: 3_600_000,
  endpointsPerSlice: 100,
};
