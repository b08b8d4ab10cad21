import type { ObjectMeta } from './object-meta.ts';

/** A Node as far as membership needs it: it exists, and whether it is Ready. */
export interface Node {
  readonly kind: 'Node';
  readonly meta: ObjectMeta;
  readonly ready: boolean;
  readonly internalIPs: readonly string[];
}

export interface Namespace {
  readonly kind: 'Namespace';
  readonly meta: ObjectMeta;
}
