import { diagnose } from '../../../src-shared/findings/diagnose.ts';
import type { Finding, FindingCode, FindingOf } from '../../../src-shared/findings/finding.ts';
import type { World } from './world.ts';
import { aWorld, inputOf } from './world.ts';

/** Everything that is found in a world that differs from a well one in these fields. */
export function found(world: Partial<World>): readonly Finding[] {
  return diagnose(inputOf(aWorld(world)));
}

/** The same, as `error pod-starts`. */
export function said(world: Partial<World>): readonly string[] {
  return found(world).map(({ severity, code }) => `${severity} ${code}`);
}

/** The one finding of a code. */
export function only<C extends FindingCode>(world: Partial<World>, code: C): FindingOf<C> {
  const [first, ...others] = found(world).filter((each): each is Finding & FindingOf<C> => each.code === code);
  if (first === undefined || others.length > 0) throw new Error(`${code}: none, or more than one`);
  return first;
}

/** Said of a Service that is well. */
export const WELL: readonly string[] = ['info nothing-visible'];

/** Metadata of a Pod that a controller makes. */
export function madeBy(kind: string, name: string) {
  return { ownerReferences: [{ kind, name, uid: `uid-${name}`, controller: true }] };
}
