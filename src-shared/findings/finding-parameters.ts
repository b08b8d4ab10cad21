import type { WorkloadKind } from '../kube/workload.ts';
import type { DeniedKind, RefusedLook, TrafficResult } from './diagnosis-input.ts';
import type { NearestPods } from './nearest-pods.ts';
import type { TargetPortMeant } from './target-port-meant.ts';

/** Nothing beside the object. */
type None = Readonly<Record<string, never>>;

/** The Pods it is so of, by name, ascending. `object` is the first. */
interface OfPods {
  readonly pods: readonly string[];
}

interface OfContainer extends OfPods {
  readonly container: string;
}

interface OfPort {
  /** Name of the ServicePort, and where it stands in `spec.ports`. */
  readonly port: string;
  readonly index: number;
  readonly protocol: string;
}

interface OfNamedPort extends OfPort, OfPods {
  readonly targetPort: string;
  /** Pods that were looked at: the selected ones that have not ended. */
  readonly of: number;
}

interface OfPolicies extends OfPods {
  /** Names of the NetworkPolicies that select the Pods. */
  readonly policies: readonly string[];
  /** The number in the Pods. */
  readonly targetPort: number;
  readonly protocol: string;
}

interface OfTraffic {
  /** `port` of the ServicePort, and the number of its targetPort where it is one for all. */
  readonly port: number;
  readonly targetPort: number | null;
  /** The Pods all of it comes from; empty where that can't be told. */
  readonly silent: readonly string[];
  readonly failed: number;
  readonly answered: number;
  /** When the run ended, milliseconds since 1970 by the API server's clock. */
  readonly at: number;
}

interface OfLocality {
  /** Names of the Ready Nodes without an endpoint, and of those with one. */
  readonly without: readonly string[];
  readonly having: readonly string[];
}

interface ServiceFindings {
  readonly 'external-name': { readonly target: string };
  readonly headless: None;
  readonly 'no-selector': { readonly managedBy: readonly string[] };
  readonly 'no-selector-no-address': None;
  /** `is`: what the number asked for is of the Service, if anything; `use`: the port meant then. */
  readonly 'port-not-in-service': {
    readonly asked: number;
    readonly ports: readonly number[];
    readonly is: 'target-port' | 'node-port' | 'nothing';
    readonly use: number | null;
  };
}

interface SelectorFindings {
  /** `searched`: Pods of the namespace; null where they may not be read. */
  readonly 'selector-matches-no-pod': {
    readonly selector: string;
    readonly searched: number | null;
    readonly nearest: readonly NearestPods[];
  };
  readonly 'workload-scaled-to-zero': { readonly workload: WorkloadKind; readonly name: string };
  readonly 'workload-makes-no-pods': {
    readonly workload: WorkloadKind;
    readonly name: string;
    readonly wanted: number | null;
  };
  readonly 'same-labels-elsewhere': {
    readonly selector: string;
    readonly places: readonly { readonly namespace: string; readonly pods: number }[];
  };
  readonly 'only-ended-pods-match': OfPods;
  readonly 'selects-other-owners': {
    /** Most Pods first; `kind` empty: no controller. */
    readonly owners: readonly { readonly kind: string; readonly name: string; readonly pods: number }[];
    readonly sharedImage: boolean;
  };
}

interface PodFindings {
  readonly 'pod-unscheduled': OfPods & { readonly message: string | null };
  readonly 'pod-without-ip': OfPods;
  readonly 'image-pull-fails': OfContainer & {
    readonly image: string;
    readonly reason: string;
    readonly message: string | null;
  };
  readonly 'container-crash-loops': OfContainer & { readonly reason: string | null; readonly exitCode: number | null };
  readonly 'container-does-not-start': OfContainer & { readonly reason: string; readonly message: string | null };
  readonly 'container-ended': OfContainer & { readonly reason: string; readonly exitCode: number };
  readonly 'init-container-fails': OfContainer & { readonly reason: string };
  readonly 'pod-starts': OfPods;
  readonly 'startup-probe-pending': OfContainer;
  readonly 'pod-completed': OfPods;
  readonly 'pod-failed': OfPods & { readonly reason: string | null };
  readonly 'pod-terminating': OfPods;
  readonly 'node-missing': OfPods & { readonly node: string };
  readonly 'node-not-ready': OfPods & { readonly node: string };
  readonly 'readiness-probe-fails': OfContainer & { readonly probe: string | null; readonly message: string | null };
  readonly 'readiness-gate-shut': OfPods & { readonly gate: string };
  readonly 'pod-not-ready': OfPods & { readonly reason: string | null; readonly message: string | null };
  /** `times` of the Pod that did it most often, within so many minutes. */
  readonly flapping: OfPods & { readonly times: number; readonly minutes: number };
  readonly 'not-ready-gets-traffic': OfPods;
}

interface PortFindings {
  /** `nearest`: the port name of the Pods that is most like the one asked for. */
  readonly 'named-port-missing': OfNamedPort & { readonly names: readonly string[]; readonly nearest: string | null };
  readonly 'named-port-other-protocol': OfNamedPort & { readonly has: string };
  /** `rename`: the one port of the one slice that can have been meant, and its name. */
  readonly 'slice-lacks-port': OfPort & {
    readonly addresses: readonly string[];
    readonly carried: readonly string[];
    readonly rename: { readonly slice: string; readonly index: number; readonly from: string } | null;
  };
  readonly 'probe-port-not-targeted': OfContainer & {
    readonly probePort: number;
    readonly targetPorts: readonly number[];
    readonly meant: TargetPortMeant | null;
  };
}

interface EndpointFindings {
  readonly 'no-address-of-family': OfPods & {
    readonly families: readonly string[];
    readonly addresses: readonly string[];
  };
  readonly 'slices-lag': OfPods & { readonly seconds: number };
  readonly 'no-endpoint-ready': { readonly listed: number };
  readonly 'one-endpoint': { readonly endpoint: string };
  readonly 'all-terminating': OfPods;
  readonly 'endpoints-differ': {
    readonly onlyInSlices: readonly string[];
    readonly onlyInEndpoints: readonly string[];
  };
  readonly 'endpoints-truncated': None;
}

interface TrafficFindings {
  readonly 'internal-local-without-endpoint': OfLocality;
  readonly 'external-local-without-endpoint': OfLocality;
  readonly 'hints-narrow': { readonly places: readonly { readonly place: string; readonly endpoints: number }[] };
  readonly 'network-policy-denies': OfPolicies;
  readonly 'network-policy-limits': OfPolicies;
  readonly 'kube-proxy-not-ready': {
    readonly ready: number;
    readonly total: number;
    readonly selector: string;
    /** Its Pods that are not. */
    readonly pods: readonly string[];
  };
  readonly 'other-data-plane': { readonly dataPlane: string; readonly daemonSet: string };
  readonly 'traffic-refused': OfTraffic & { readonly meant: TargetPortMeant | null };
  readonly 'traffic-hangs': OfTraffic;
  readonly 'traffic-breaks': OfTraffic & { readonly broken: TrafficResult['broken'] };
  readonly 'traffic-server-errors': Pick<OfTraffic, 'port' | 'failed' | 'answered' | 'at'> & {
    readonly statuses: TrafficResult['serverErrors'];
  };
  /** `answered`: requests a run sent through it, all answered; null where none was run. */
  readonly 'nothing-visible': { readonly answered: number | null };
}

/** Where `denied` is null the kind has not been read for another reason: it is still loading, or the watch is broken. */
interface UnknownFindings {
  readonly 'pods-unknown': { readonly denied: DeniedKind | null };
  readonly 'slices-unknown': { readonly denied: DeniedKind | null };
  /** `look`: what it was to be read for; null: the Service itself. */
  readonly 'kind-unknown': { readonly denied: DeniedKind; readonly look: RefusedLook['look'] | null };
}

/** What each code carries beside its object: names and numbers, never words. */
export interface FindingParameters
  extends
    ServiceFindings,
    SelectorFindings,
    PodFindings,
    PortFindings,
    EndpointFindings,
    TrafficFindings,
    UnknownFindings {}
