import { namespacedName } from '#shared/kube/object-key.ts';
import type { Service } from '#shared/kube/service.ts';

/** When something of each Service was last seen to change, in whatever clock the caller reads. By `namespace/name`. */
export class LastChanges {
  readonly #changed = new Map<string, number>();
  readonly #specs = new Map<string, { readonly text: string; readonly at: number | null }>();

  note(name: string, at: number): void {
    this.#changed.set(name, at);
  }

  /** Takes a Service as it is now: a list read again changes nothing, another port or selector does. */
  noteSpec({ meta, selector, ports }: Service, at: number): void {
    const name = namespacedName(meta);
    const text = JSON.stringify([meta.uid, selector, ports]);
    const known = this.#specs.get(name);
    if (known?.text !== text) this.#specs.set(name, { text, at: known === undefined ? null : at });
  }

  forget(name: string): void {
    this.#changed.delete(name);
    this.#specs.delete(name);
  }

  /** Null: nothing was ever seen of it. */
  of(name: string): number | null {
    return this.#changed.get(name) ?? null;
  }

  /** When its ports or selector changed; null: they are as they were first seen. */
  ofSpec(name: string): number | null {
    return this.#specs.get(name)?.at ?? null;
  }
}
