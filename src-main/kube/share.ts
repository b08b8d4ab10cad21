/**
 * Equal values made one: ten thousand Pods of twenty ReplicaSets hold twenty label maps. Forgets all when it holds `cap`
 * values, so it cannot grow with the life of the app; what was handed out stays good.
 */
export interface Sharer {
  text(value: string): string;
  /** The first value equal to this one as JSON. It must never be changed. */
  value<T extends object>(value: T): T;
}

export function createSharer(cap = 20_000): Sharer {
  const texts = new Map<string, string>();
  const values = new Map<string, object>();
  return {
    text: (value) => {
      const known = texts.get(value);
      if (known !== undefined) return known;
      if (texts.size >= cap) texts.clear();
      texts.set(value, value);
      return value;
    },
    value: <T extends object>(value: T): T => {
      const key = JSON.stringify(value);
      const known = values.get(key);
      if (known !== undefined) return known as T;
      if (values.size >= cap) values.clear();
      values.set(key, value);
      return value;
    },
  };
}
