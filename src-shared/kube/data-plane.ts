/** What makes connections to a ClusterIP reach an endpoint, as far as kube-system tells. */
export type DataPlane =
  | {
      readonly kind: 'kube-proxy';
      /** The label its Pods were found by, as kubectl takes it. */
      readonly selector: string;
      /** Pods of kube-proxy, and those that are Ready. */
      readonly total: number;
      readonly ready: number;
      /** Those that are not; of more than 1,000 the first. */
      readonly notReady: readonly { readonly pod: string; readonly node: string | null }[];
    }
  /** Inferred from its DaemonSet, and from no Pod of kube-proxy beside it. */
  | { readonly kind: 'other'; readonly name: string; readonly daemonSet: string }
  /** May not be read. Never taken for "none". */
  | { readonly kind: 'denied'; readonly verb: string; readonly resource: string }
  /** Nothing known stands there: kube-proxy may run outside of Pods, as in k3s. */
  | { readonly kind: 'unrecognised' };

/** An answer stays true enough for this long: a cluster is asked no oftener, however many ask. */
export const DATA_PLANE_FRESH_MS = 120_000;
