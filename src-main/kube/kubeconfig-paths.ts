import { delimiter, join, resolve } from 'node:path';

/** Which kubeconfig files are in force, and whether a missing one is an error. */
export interface KubeconfigPaths {
  readonly paths: readonly string[];
  /** True for `--kubeconfig FILE`: a file asked for by name has to be there. Missing files of a list are passed over, as kubectl does. */
  readonly required: boolean;
}

/**
 * `--kubeconfig`, else the list in `$KUBECONFIG`, else `~/.kube/config`. Source: client-go clientcmd,
 * NewDefaultClientConfigLoadingRules.
 */
export function kubeconfigPaths(flag: string | null, environment: string | undefined, home: string): KubeconfigPaths {
  if (flag !== null) return { paths: [resolve(flag)], required: true };
  // A list of nothing, `:`, is a list all the same.
  if (environment !== undefined && environment !== '') {
    const listed = environment.split(delimiter).filter((path) => path !== '');
    return { paths: [...new Set(listed.map((path) => resolve(path)))], required: false };
  }
  return { paths: [join(home, '.kube', 'config')], required: false };
}
