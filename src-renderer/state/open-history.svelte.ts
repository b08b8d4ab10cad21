import { untrack } from 'svelte';
import type { ServiceHistory } from '#shared/history/history.ts';
import type { Failure } from '#shared/ipc/failure.ts';
import { type NamespacedName, namespacedName } from '#shared/kube/object-key.ts';
import type { Api } from '../api.ts';

/** The history of the Service whose page is open, as the main process has it: read whole, again whenever it grows. */
export class OpenHistory {
  /** Null while it is not known, and while nothing is recorded yet. */
  readonly recorded: ServiceHistory | null = $derived.by(() =>
    this.#answer?.of === this.#key ? this.#answer.history : null,
  );
  /** Why it could not be read. */
  readonly failure: Failure | null = $derived.by(() => (this.#answer?.of === this.#key ? this.#answer.failure : null));
  readonly #key = $derived.by(() => namespacedName(this.#name()));
  #answer: { readonly of: string; readonly history: ServiceHistory | null; readonly failure: Failure | null } | null =
    $state.raw(null);
  /** Of the latest question: an answer that was overtaken is dropped. */
  #asked = 0;
  readonly #api: Api;
  readonly #name: () => NamespacedName;

  /** @param name of the Service that is open; may change */
  constructor(api: Api, name: () => NamespacedName) {
    this.#api = api;
    this.#name = name;
  }

  /** Reads it. To be called whenever the Service that is open is another one. */
  ask(): void {
    const of = this.#key;
    // A route that is set anew to the same Service is no other Service.
    const name = untrack(() => this.#name());
    void this.#read(of, name);
  }

  /** Reads it again when there is more; the returned function ends that. */
  follow(): () => void {
    return this.#api.on('history', (service) => {
      if (namespacedName(service) === this.#key) this.ask();
    });
  }

  async #read(of: string, { namespace, name }: NamespacedName): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    const result = await this.#api.history({ namespace, name });
    if (question !== this.#asked) return;
    this.#answer = result.ok
      ? { of, history: result.value, failure: null }
      : { of, history: this.recorded, failure: result.failure };
  }
}
