import { readFileSync } from 'node:fs';
import { createSharer } from '../../src-main/kube/share.ts';
import type { Projector } from '../../src-main/kube/project-meta.ts';

/** What Kubernetes itself printed or decided, from test/golden/fixtures; made by test/golden/generate.sh. */
export interface Golden<T> {
  /** "Now" when it was printed, RFC 3339. */
  readonly now: string;
  readonly cases: readonly T[];
}

/** Reads one fixture. The type is the caller's promise: test/golden/*.go is where its shape stands. */
export function golden<T>(name: string): Golden<T> {
  const file = new URL(`../golden/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Golden<T>;
}

/** An API object as the app projects it; throws where it could not be. */
export function projected<T>(project: Projector<T>, raw: unknown): T {
  const object = project(raw, createSharer());
  if (object === null) throw new Error(`could not be projected: ${JSON.stringify(raw).slice(0, 200)}`);
  return object;
}
