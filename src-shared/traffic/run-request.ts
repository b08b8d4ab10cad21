/** Above this many requests per second, both sides together, nothing is asked of a cluster. See CAP in docs: kubernetes-facts, part 4. */
export const RATE_CAP_PER_SECOND = 200;
export const UNTIL_STOPPED_LIMIT_SECONDS = 3_600;
export const MAX_CLIENTS = 8;

/** What a person asks of the traffic test. Checked by `checkRunRequest` before anything is created. */
export interface RunRequest {
  readonly namespace: string;
  readonly service: string;
  /** `port` of the ServicePort. */
  readonly port: number;
  /** tcp: connect only, nobody is identified. https: the certificate is not verified, and the result says so. */
  readonly scheme: 'http' | 'https' | 'tcp';
  /** Path and query, starting with `/`. */
  readonly path: string;
  /** Per side; null: until stopped, an hour at most. */
  readonly requests: number | null;
  /** Per second and per side, shared evenly by the clients. */
  readonly rate: number;
  /** Client Pods, 1 to 8. */
  readonly clients: number;
  readonly timeoutMs: number;
  /** True: a new connection per request, which is what kube-proxy balances. */
  readonly newConnection: boolean;
  readonly affinity: AffinityMode;
  readonly identify: Identification;
}

/**
 * as-is: the Service alone. beside: a twin with the other sessionAffinity stands beside it for the run.
 * patch: the Service itself is changed for the second half of the run, and changed back.
 */
export type AffinityMode = 'as-is' | 'beside' | 'patch';

/** How the Pod that answered is known. */
export type Identification =
  /** Exactly one member's name, IP or hostname stands in the answer as a whole token. */
  | { readonly by: 'answer' }
  /** First capture group of a regular expression on body and headers. */
  | { readonly by: 'pattern'; readonly pattern: string }
  /** Counted from the Pods' logs by a nonce in the User-Agent (and in the query, if `inQuery`). Gives counts, never an order. */
  | { readonly by: 'logs'; readonly inQuery: boolean };
