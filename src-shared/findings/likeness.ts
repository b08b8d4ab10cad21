import { editDistance } from './edit-distance.ts';

/**
 * same: but for case and separators. typo: each word is the other's with one letter added, dropped, swapped or, in a long
 * word, replaced, and not the first one. part: one is the other with words before or behind it.
 */
export type Likeness = 'same' | 'typo' | 'part';

const SEPARATORS = /[-_./]+/g;
/** Of fewer letters any slip makes another word. */
const SHORTEST = 3;
/** A replaced letter makes another word of a shorter one: api and app, mail and main, stage and state, leader and loader. */
const REPLACED_FROM = 8;
/** What words around a value cost at most: it stands there to the letter. */
const PART = 0.4;

/**
 * How one value may have been written for the other by mistake; null where they are two names. Names that belong together
 * differ in whole words (frontend and backend, master and replica), in how a word begins (internal and external, auth and
 * oauth) or in a number (v1 and v2): those are no slips. A slip seldom takes the first letter, another word mostly does.
 */
export function likenessOf(wanted: string, has: string): Likeness | null {
  const [a, b] = [wanted.toLowerCase(), has.toLowerCase()];
  if (a === '' || b === '') return null;
  if (a.replaceAll(SEPARATORS, '') === b.replaceAll(SEPARATORS, '')) return 'same';
  const [words, others] = [a.split(SEPARATORS), b.split(SEPARATORS)];
  if (words.length !== others.length) return isPart(words, others) ? 'part' : null;
  return words.every((word, index) => isSlip(word, others[index] ?? '')) ? 'typo' : null;
}

/** 0 for the same text, 1 for texts that have nothing in common. Case and separators count for little. */
export function unlikeness(a: string, b: string): number {
  if (a === b) return 0;
  if (likenessOf(a, b) === 'same') return 0.1;
  const longest = Math.max(a.length, b.length);
  return editDistance(a.toLowerCase(), b.toLowerCase()) / longest;
}

/** The same of values, where words around the wanted one are common. */
export function unlikenessOfValues(a: string, b: string): number {
  const unlike = unlikeness(a, b);
  return likenessOf(a, b) === 'part' ? Math.min(unlike, PART) : unlike;
}

/** The text most like the wanted one, if any may have been meant. */
export function mostLike(wanted: string, candidates: readonly string[]): string | null {
  const alike = candidates
    .filter((text) => likenessOf(wanted, text) !== null)
    .sort((a, b) => unlikeness(wanted, a) - unlikeness(wanted, b));
  return alike[0] ?? null;
}

function isSlip(a: string, b: string): boolean {
  if (a === b) return true;
  const longest = Math.max(a.length, b.length);
  if (longest < SHORTEST || editDistance(a, b) > 1) return false;
  if (a.replaceAll(/\D/g, '') !== b.replaceAll(/\D/g, '')) return false;
  const sameLetters = sorted(a) === sorted(b);
  if (!a.startsWith(b.charAt(0)) && !sameLetters) return false;
  return longest >= REPLACED_FROM || a.length !== b.length || sameLetters;
}

function isPart(a: readonly string[], b: readonly string[]): boolean {
  const [part, whole] = a.length < b.length ? [a, b] : [b, a];
  const begins = part.every((word, index) => word === whole[index]);
  return begins || part.every((word, index) => word === whole[whole.length - part.length + index]);
}

function sorted(text: string): string {
  return Array.from(text).sort().join('');
}
