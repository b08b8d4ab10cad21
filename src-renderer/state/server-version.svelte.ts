import type { AppState } from './app-state.ts';

/** The version of the API server that is open: asked once for each, and null until it is known. */
export class ServerVersion {
  readonly known: string | null = $derived.by(() =>
    this.#answer !== null && this.#answer.of === this.#app.cluster.opened ? this.#answer.version : null,
  );
  #answer: { readonly of: AppState['cluster']['opened']; readonly version: string | null } | null = $state.raw(null);
  readonly #app: Pick<AppState, 'api' | 'cluster'>;

  constructor(app: Pick<AppState, 'api' | 'cluster'>) {
    this.#app = app;
  }

  /** To be called whenever another cluster is open. */
  async ask(): Promise<void> {
    const of = this.#app.cluster.opened;
    if (of === null) return;
    const result = await this.#app.api.serverVersion();
    if (result.ok && this.#app.cluster.opened === of) this.#answer = { of, version: result.value };
  }
}
