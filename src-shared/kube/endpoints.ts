import type { TargetRef } from './endpoint-slice.ts';
import type { ObjectMeta } from './object-meta.ts';
import type { Protocol } from './service.ts';

/** core/v1 Endpoints: deprecated since 1.33, single family, cut at 1,000 addresses. Its absence says nothing. */
export interface Endpoints {
  readonly kind: 'Endpoints';
  readonly meta: ObjectMeta;
  readonly subsets: readonly EndpointSubset[];
  /** The annotation `endpoints.kubernetes.io/over-capacity` is `truncated`. */
  readonly truncated: boolean;
}

export interface EndpointSubset {
  readonly addresses: readonly EndpointAddress[];
  readonly notReadyAddresses: readonly EndpointAddress[];
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: Protocol }[];
}

export interface EndpointAddress {
  readonly ip: string;
  readonly nodeName: string | null;
  readonly targetRef: TargetRef | null;
}
