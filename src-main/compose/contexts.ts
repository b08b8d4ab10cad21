import { existsSync } from 'node:fs';
import type { ContextList } from '#shared/ipc/context-list.ts';
import type { KubeconfigPaths } from '../kube/kubeconfig-paths.ts';
import { type ContextTarget, type Kubeconfig, loadKubeconfig } from '../kube/kubeconfig.ts';
import { watchFiles } from '../kube/watch-files.ts';

export interface Contexts {
  /** As the files say now: whoever asks has changed one, and need not wait until that is noticed. */
  list(): Promise<ContextList>;
  /** Rejects with FailureError `kubeconfig.*` where the context is unknown or refused. */
  target(context: string): Promise<ContextTarget>;
}

/** The kubeconfig files in force; read again when one changes, and then told. */
export function watchContexts(options: {
  readonly paths: KubeconfigPaths;
  /** The training cluster's kubeconfig: after all others, and only while it runs is there one. */
  readonly training: string;
  readonly changed: (list: ContextList) => void;
  readonly signal: AbortSignal;
}): Contexts {
  const { paths: own, training } = options;
  const load = (): Promise<Kubeconfig> =>
    loadKubeconfig(existsSync(training) ? { ...own, paths: [...own.paths, training] } : own);
  let kubeconfig = load();
  const readAgain = async (): Promise<ContextList> => {
    kubeconfig = load();
    return (await kubeconfig).list;
  };
  watchFiles([...own.paths, training], () => void readAgain().then(options.changed), options.signal);
  return {
    list: readAgain,
    target: async (context) => (await kubeconfig).target(context),
  };
}
