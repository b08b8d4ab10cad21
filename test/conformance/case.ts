import type { Target, Wire } from './target.ts';

/** What is done to a cluster, and what came of it: the transcript, of JSON. */
export interface Case {
  readonly name: string;
  /** Whether it makes the cluster forget, which not every cluster can be made to. */
  readonly forgets?: true;
  /** `id` is unlike that of any other case: names and labels begin with it. */
  play(target: Target, id: string): Promise<unknown>;
}

/** A kind as the cases use it. */
export interface Sample {
  readonly kind: string;
  readonly path: (namespace: string) => string;
  /** Nothing but the API acts on it: no controller, no kubelet. */
  readonly make: (name: string) => Wire;
  /** What a merge patch changes. */
  readonly change: Wire;
  /** A controller writes its status a moment later: once it has. */
  readonly settled?: (object: Wire) => boolean;
}

export function isCreated(answer: { readonly code: number }): void {
  if (answer.code >= 300) throw new Error(`a case could not prepare what it needs: ${JSON.stringify(answer)}`);
}
