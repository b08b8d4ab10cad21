/** A map of the latest so many: setting one key more forgets the one that was set first. */
export class BoundedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const first = this.#values.keys().next();
    if (this.#values.size > this.#limit && first.done !== true) this.#values.delete(first.value);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}
