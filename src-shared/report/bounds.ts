import { redact } from '../kube/redact.ts';
import type { Bounded } from './report.ts';

/** Entries of each list. Together with MESSAGE_LENGTH they keep a report below MAX_REPORT_LENGTH, whatever a cluster holds. */
export const MOST = { members: 500, slices: 100, events: 50, history: 200, gaps: 20, runs: 3, podsOfRun: 200 } as const;
/** Characters of one message of the cluster. */
const MESSAGE_LENGTH = 400;
/** Characters of a report: what the main process takes to copy or to save. */
export const MAX_REPORT_LENGTH = 2_000_000;

export function first<T>(all: readonly T[], most: number): Bounded<T> {
  return { list: all.slice(0, most), leftOut: Math.max(0, all.length - most) };
}

export function last<T>(all: readonly T[], most: number): Bounded<T> {
  return { list: all.slice(-most), leftOut: Math.max(0, all.length - most) };
}

/** A sentence that quotes the cluster. What is secret goes first: cut in two, it would no longer be known for what it is. */
export function short(text: string): string {
  const clean = redact(text);
  return clean.length <= MESSAGE_LENGTH ? clean : `${Array.from(clean).slice(0, MESSAGE_LENGTH).join('')} …`;
}

/** RFC 3339. */
export function timeOf(moment: number): string {
  return new Date(moment).toISOString();
}
