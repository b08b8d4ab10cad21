import { StatusError, type Draft } from '../cluster-api.ts';
import type { AdmittedCluster } from '../admission/admitted-cluster.ts';
import type { ContainerAccess } from '../pod-runtime.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** What the API answers from. */
export interface Backing {
  readonly cluster: AdmittedCluster;
  readonly store: ObjectStore;
  /** Undefined where no Pods run: log and exec say so. */
  readonly containers: ContainerAccess | undefined;
}

/** A request, checked for who sends it, whose body has been read. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  /** Empty where the client says none. */
  readonly userAgent: string;
  readonly body: Uint8Array;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** What to answer, with warnings for the user. A stream runs until its function ends or the client is gone. */
export type Reply = { readonly warnings?: readonly string[] } & (
  | { readonly kind: 'json'; readonly code: number; readonly value: Draft; readonly type?: string }
  | { readonly kind: 'text'; readonly code: number; readonly text: string; readonly type?: string }
  | { readonly kind: 'stream'; readonly type: string; readonly run: (sink: Sink) => Promise<void> }
);

export interface Sink {
  write(chunk: string | Uint8Array): void;
  /** Bytes the client has not taken yet. */
  readonly pending: number;
  readonly signal: AbortSignal;
}

export function json(value: Draft, code = 200, warnings: readonly string[] = []): Reply {
  return { kind: 'json', code, value, warnings };
}

/** The answer of a request that failed. */
export function failed({ status }: StatusError): Reply {
  return json({ ...status }, status.code);
}

/** Whatever comes of the request carries the warnings, an error too. */
export function withWarnings(warnings: readonly string[], answer: () => Reply): Reply {
  const reply = orFailure(answer);
  return { ...reply, warnings: [...warnings, ...(reply.warnings ?? [])] };
}

function orFailure(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof StatusError) return failed(error);
    throw error;
  }
}

/** Whether a query parameter says yes, as Go's ParseBool has it; present and empty is yes. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && ['', '1', 't', 'T', 'true', 'TRUE', 'True'].includes(value);
}
