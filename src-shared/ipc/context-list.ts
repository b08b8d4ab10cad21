import type { Failure } from './failure.ts';

/** The kube contexts of the kubeconfig files in force. No credential is in here. */
export interface ContextList {
  /** In the order of the files. */
  readonly contexts: readonly KubeContext[];
  readonly currentContext: string | null;
  readonly files: readonly string[];
  /** Files that could not be read; the others are listed all the same. */
  readonly failures: readonly Failure[];
}

export interface KubeContext {
  readonly name: string;
  readonly cluster: string;
  readonly server: string;
  readonly user: string;
  /** The context's own namespace, `default` where it names none. */
  readonly namespace: string;
  readonly credentials: 'certificate' | 'token' | 'basic' | 'exec' | 'auth-provider' | 'none';
  /** Null where the context can be opened; otherwise why it can't, known without connecting. */
  readonly refused: Failure | null;
}
