/** Values under keys, many to many. An empty bucket is forgotten, so memory follows what is there. */
export class Buckets<T> {
  readonly #buckets = new Map<string, Set<T>>();

  add(key: string, value: T): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, new Set([value]));
    else bucket.add(value);
  }

  delete(key: string, value: T): void {
    const bucket = this.#buckets.get(key);
    if (bucket?.delete(value) === true && bucket.size === 0) this.#buckets.delete(key);
  }

  get(key: string): ReadonlySet<T> {
    return this.#buckets.get(key) ?? new Set();
  }
}
