import { unlikeness, unlikenessOfValues } from './likeness.ts';

export type Labels = Readonly<Record<string, string>>;

/** One pair of a selector that labels do not have as it is written. */
export type LabelDifference =
  | { readonly kind: 'value'; readonly key: string; readonly wanted: string; readonly has: string }
  /** The key is absent; `hasKey` is a key like it, or one with the wanted value. */
  | {
      readonly kind: 'key';
      readonly key: string;
      readonly wanted: string;
      readonly hasKey: string;
      readonly has: string;
    }
  | { readonly kind: 'missing'; readonly key: string; readonly wanted: string };

export interface LabelComparison {
  /** Keys of the selector whose pair is there to the letter. */
  readonly matches: readonly string[];
  readonly differs: readonly LabelDifference[];
  /** 0 where the selector selects the labels; grows with every pair that differs, and with how much it does. */
  readonly distance: number;
}

/** What a pair costs that is not there at all; one that differs costs between VALUE and twice that. */
const MISSING = 3;
const VALUE = 1;
const KEY = 1.2;

/** How unlike two keys are, and two values, from 0 to 1. */
export interface Unlike {
  readonly keys: (a: string, b: string) => number;
  readonly values: (a: string, b: string) => number;
}

export const UNLIKE: Unlike = { keys: unlikeness, values: unlikenessOfValues };

/** How a Service's selector differs from labels, pair by pair. `unlike` may remember what it was asked before. */
export function compareLabels(selector: Labels, labels: Labels, unlike = UNLIKE): LabelComparison {
  const matches: string[] = [];
  const differs: LabelDifference[] = [];
  let distance = 0;
  for (const [key, wanted] of Object.entries(selector)) {
    const has = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (has === wanted) {
      matches.push(key);
      continue;
    }
    if (has !== undefined) {
      differs.push({ kind: 'value', key, wanted, has });
      distance += VALUE + unlike.values(wanted, has);
      continue;
    }
    const other = likeKey(selector, labels, key, wanted, unlike);
    differs.push(other === null ? { kind: 'missing', key, wanted } : other.difference);
    distance += other === null ? MISSING : KEY + other.unlike;
  }
  return { matches, differs, distance };
}

/** A key that is absent: written in another way, or its value under another key. Keys the selector has are no typo of it. */
function likeKey(
  selector: Labels,
  labels: Labels,
  key: string,
  wanted: string,
  unlike: Unlike,
): { readonly difference: LabelDifference; readonly unlike: number } | null {
  let best: { readonly difference: LabelDifference; readonly unlike: number } | null = null;
  for (const [hasKey, has] of Object.entries(labels)) {
    if (Object.hasOwn(selector, hasKey)) continue;
    const keyUnlike = unlike.keys(key, hasKey);
    if (keyUnlike > 0.5 && has !== wanted) continue;
    const cost = keyUnlike / 2 + unlike.values(wanted, has);
    if (best === null || cost < best.unlike) {
      best = { difference: { kind: 'key', key, wanted, hasKey, has }, unlike: cost };
    }
  }
  return best;
}
