// What the API server answers, as far as the oracle reads it: not through the product's projections, which are under test.

export interface RawMeta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: string;
  readonly ownerReferences?: readonly { readonly kind: string; readonly uid: string }[];
}

export interface RawServicePort {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: number | string;
}

export interface RawService {
  readonly metadata: RawMeta;
  readonly spec: {
    readonly type: string;
    readonly clusterIP?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly RawServicePort[];
    readonly publishNotReadyAddresses?: boolean;
    readonly ipFamilies?: readonly string[];
    readonly ipFamilyPolicy?: string;
    readonly internalTrafficPolicy?: string;
    readonly externalTrafficPolicy?: string;
    readonly trafficDistribution?: string;
  };
}

interface RawContainer {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol: string }[];
}

export interface RawPod {
  readonly metadata: RawMeta;
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly RawContainer[];
    readonly initContainers?: readonly RawContainer[];
  };
  readonly status: {
    readonly phase: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly ready: boolean }[];
  };
}

export interface RawEndpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly targetRef?: { readonly kind: string; readonly name: string; readonly uid?: string };
  readonly nodeName?: string;
  readonly hints?: { readonly forZones?: readonly { readonly name: string }[] };
}

export interface RawSlice {
  readonly metadata: RawMeta;
  readonly addressType: string;
  readonly ports?: readonly { readonly name?: string; readonly protocol?: string; readonly port?: number }[] | null;
  readonly endpoints?: readonly RawEndpoint[] | null;
}

interface RawAddress {
  readonly ip: string;
  readonly targetRef?: { readonly uid?: string };
}

export interface RawEndpoints {
  readonly metadata: RawMeta;
  readonly subsets?: readonly {
    readonly addresses?: readonly RawAddress[];
    readonly notReadyAddresses?: readonly RawAddress[];
    readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol: string }[];
  }[];
}

/** Everything there is, as of one look. */
export interface Look {
  readonly services: readonly RawService[];
  readonly pods: readonly RawPod[];
  readonly slices: readonly RawSlice[];
  readonly endpoints: readonly RawEndpoints[];
}
