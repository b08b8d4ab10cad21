import type { KubeObject } from '../cluster-api.ts';

/** A column of `kubectl get`: priority 0 is always shown, 1 with `-o wide`. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly format: string;
  readonly priority: 0 | 1;
  readonly cell: (object: KubeObject, now: number) => string | number;
}
