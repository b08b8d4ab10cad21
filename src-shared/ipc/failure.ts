import type { FailureDetail } from './failure-detail.ts';

/**
 * Everything that can go wrong and be told to a person, as data: a code and its parameters. The sentences (what failed,
 * why, what to do) stand in messages/failures.en.ts and messages/failures.ko.ts, one entry a code.
 */
export interface FailureParameters {
  // The command line
  'launch.value-missing': { readonly option: string };
  'launch.value-unexpected': { readonly option: string; readonly value: string };
  'launch.unknown-option': { readonly option: string; readonly known: readonly string[] };
  // Kubeconfig
  'kubeconfig.none': { readonly paths: readonly string[] };
  'kubeconfig.unreadable': { readonly path: string; readonly detail: FailureDetail };
  'kubeconfig.invalid': { readonly path: string; readonly detail: FailureDetail };
  'kubeconfig.context-unknown': { readonly context: string; readonly known: readonly string[] };
  /** A second start asked for other files than those the running app reads. */
  'kubeconfig.other-open': { readonly open: readonly string[]; readonly asked: readonly string[] };
  'kubeconfig.cluster-missing': { readonly context: string; readonly cluster: string };
  'kubeconfig.user-missing': { readonly context: string; readonly user: string };
  'kubeconfig.server-invalid': { readonly cluster: string; readonly server: string };
  'kubeconfig.proxy-refused': { readonly cluster: string; readonly proxy: string };
  'kubeconfig.exec-refused': { readonly user: string; readonly command: string };
  'kubeconfig.auth-provider-refused': { readonly user: string; readonly provider: string };
  'kubeconfig.impersonation-refused': { readonly user: string };
  'kubeconfig.credential-file': { readonly path: string; readonly detail: FailureDetail };
  'training.failed': { readonly detail: string };
  // Reaching the API server
  'connect.dns': { readonly host: string };
  'connect.refused': { readonly host: string; readonly port: number };
  'connect.unreachable': { readonly host: string; readonly detail: string };
  'connect.timeout': { readonly host: string; readonly seconds: number };
  'connect.lost': { readonly host: string; readonly detail: FailureDetail };
  'connect.silent': { readonly host: string; readonly seconds: number };
  'tls.untrusted': { readonly server: string; readonly detail: string };
  'tls.expired': { readonly server: string; readonly detail: string };
  'tls.name-mismatch': { readonly server: string; readonly detail: string };
  'tls.failed': { readonly server: string; readonly detail: string };
  // What the API server answered
  'api.unauthorized': { readonly user: string };
  'api.forbidden': {
    readonly verb: string;
    readonly resource: string;
    readonly namespace: string | null;
    readonly message: string;
  };
  'api.not-found': { readonly kind: string; readonly name: string };
  'api.conflict': { readonly kind: string; readonly name: string; readonly message: string };
  'api.rejected': { readonly status: number; readonly message: string };
  'api.busy': { readonly status: number; readonly retryAfterSeconds: number };
  'api.failed': { readonly status: number; readonly message: string };
  'api.gone': Record<string, never>;
  'api.garbled': { readonly detail: FailureDetail };
  // The traffic test
  'traffic.service-unsupported': { readonly reason: 'ExternalName' | 'headless' | 'UDP' | 'SCTP' | 'no-cluster-ip' };
  'traffic.twin-unsupported': { readonly reason: 'ExternalName' | 'headless' | 'no-selector' | 'no-jobs' };
  'traffic.read-only': Record<string, never>;
  'traffic.missing-verb': { readonly verb: string; readonly resource: string; readonly namespace: string };
  'traffic.client-not-started': { readonly pod: string; readonly reason: string; readonly detail: string };
  'traffic.client-without-curl': { readonly pod: string; readonly detail: string };
  'traffic.twin-not-ready': { readonly service: string; readonly seconds: number };
  'traffic.exec-failed': { readonly pod: string; readonly detail: string };
  'traffic.already-running': { readonly service: string };
  'traffic.unknown-run': { readonly run: string };
  // A change of the what-if
  'change.read-only': Record<string, never>;
  // The app itself
  'argument.invalid': { readonly field: string; readonly detail: FailureDetail };
  'export.failed': { readonly path: string; readonly detail: string };
  canceled: Record<string, never>;
  internal: { readonly detail: string };
}

export type FailureCode = keyof FailureParameters;
export type Failure = {
  [C in FailureCode]: { readonly code: C; readonly parameters: FailureParameters[C] };
}[FailureCode];

/** Builds a Failure; code and parameters are checked against each other. */
export function failure<C extends FailureCode>(
  code: C,
  parameters: FailureParameters[C],
): Extract<Failure, { code: C }> {
  return { code, parameters } as Extract<Failure, { code: C }>;
}
