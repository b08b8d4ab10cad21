import type { ContextList, KubeContext } from '#shared/ipc/context-list.ts';
import type { Failure } from '#shared/ipc/failure.ts';
import type { Settings } from '#shared/ipc/settings.ts';
import type { AffinityPatchEntry } from '#shared/traffic/affinity-patch.ts';
import type { Api } from '../api.ts';

export type Opening =
  | { readonly phase: 'none' }
  | { readonly phase: 'opening'; readonly context: string; readonly namespace: string | null }
  | {
      readonly phase: 'failed';
      readonly context: string;
      readonly namespace: string | null;
      readonly failure: Failure;
    };

/** The kube contexts there are, and the one being opened. */
export class Connection {
  list: ContextList | null = $state.raw(null);
  listFailure: Failure | null = $state.raw(null);
  opening: Opening = $state.raw({ phase: 'none' });
  /** Services whose sessionAffinity an earlier run changed and could not change back. */
  unrestored: readonly AffinityPatchEntry[] = $state.raw([]);
  /** Runs of this window that are known to have ended so: a run that is told again says it in every message. */
  readonly #endedUnrestored = new Set<string>();
  readonly #api: Api;
  /** `-n`, until something was opened. */
  #startNamespace: string | null;

  constructor(api: Api, startNamespace: string | null) {
    this.#api = api;
    this.#startNamespace = startNamespace;
    api.on('contexts', (list) => {
      this.list = list;
      this.listFailure = null;
    });
    api.on('traffic', ({ run, status }) => {
      // While it goes on, putting it back is the run's own affair.
      const remains = status.unrestored && status.phase.phase === 'ended';
      if (!remains || this.#endedUnrestored.has(run)) return;
      this.#endedUnrestored.add(run);
      void this.readUnrestored();
    });
  }

  async load(): Promise<void> {
    const result = await this.#api.contexts();
    if (result.ok) this.list = result.value;
    this.listFailure = result.ok ? null : result.failure;
  }

  /** Resolves to whether it is open. The last call wins: an earlier one that ends later is ignored. */
  async open(context: string, namespace: string | null): Promise<boolean> {
    const opening: Opening = { phase: 'opening', context, namespace };
    this.opening = opening;
    const result = await this.#api.openCluster(context, namespace);
    if (this.opening !== opening) return false;
    this.opening = result.ok ? { phase: 'none' } : { phase: 'failed', context, namespace, failure: result.failure };
    if (result.ok) this.opened();
    return result.ok;
  }

  /** Something is open, by this window or from before it reloaded. */
  opened(): void {
    this.#startNamespace = null;
    void this.readUnrestored();
  }

  /** Where a kube context is opened: as `-n` says the first time, then where it was last, else in its own namespace. */
  namespaceFor({ name, namespace }: KubeContext, lastNamespace: Settings['lastNamespace']): string | null {
    if (this.#startNamespace !== null) return this.#startNamespace;
    const remembered = lastNamespace[name];
    return remembered === undefined ? namespace : remembered;
  }

  async readUnrestored(): Promise<void> {
    const result = await this.#api.unrestored();
    if (result.ok) this.unrestored = result.value;
  }
}
