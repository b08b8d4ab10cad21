import type { Finding, FindingCode } from '../findings/finding.ts';
import { needsAttention } from '../findings/foremost.ts';
import type { ServicePort } from '../kube/service.ts';
import type { MemberReason, MemberRow, MemberState } from '../membership/member.ts';
import type { Outcome } from './hypothetical.ts';

/**
 * What becomes of a Pod or an address. enters and leaves: it begins or ceases to get new connections; unreachable: it stays
 * listed and ceases to get them; listed and unlisted: it begins or ceases to stand in a slice, and gets none either way;
 * ports: it gets them at other port numbers; noted: it is out either way, and its row comes or goes.
 */
export type MemberFate = 'enters' | 'leaves' | 'unreachable' | 'listed' | 'unlisted' | 'ports' | 'noted';

export interface MemberChange {
  readonly key: string;
  readonly name: string;
  readonly fate: MemberFate;
  /** Null: there is no row of it. */
  readonly before: MemberState | null;
  readonly after: MemberState | null;
  /** Numbers its ports resolve to; a port it does not have is left out. */
  readonly portsBefore: readonly number[];
  readonly portsAfter: readonly number[];
  /** Why it is so afterwards. */
  readonly reasons: readonly MemberReason[];
}

export interface PortCounts {
  readonly ready: number;
  readonly total: number;
}

export interface Comparison {
  /** The gravest first, then by name. */
  readonly members: readonly MemberChange[];
  readonly ports: readonly { readonly port: ServicePort; readonly before: PortCounts; readonly after: PortCounts }[];
  readonly counts: { readonly before: PortCounts; readonly after: PortCounts };
  readonly gone: readonly Finding[];
  readonly come: readonly Finding[];
  /** What says afterwards that nothing wrong is visible, where something was that the API shows; else null. */
  readonly cleared: Finding | null;
  /** Among those that go is what a traffic run met: whether it is mended only another run can tell. */
  readonly untested: boolean;
}

const MET: ReadonlySet<FindingCode> = new Set([
  'traffic-refused',
  'traffic-hangs',
  'traffic-breaks',
  'traffic-server-errors',
]);
const NONE: PortCounts = { ready: 0, total: 0 };
const RANK: Readonly<Record<MemberFate, number>> = {
  enters: 0,
  leaves: 1,
  unreachable: 2,
  ports: 3,
  listed: 4,
  unlisted: 5,
  noted: 6,
};

/** What differs between two outcomes of one Service. */
export function compareOutcomes(before: Outcome, after: Outcome): Comparison {
  const portsBefore = before.membership.ports;
  const gone = without(before.findings, after.findings);
  const untested = gone.some(({ code }) => MET.has(code));
  return {
    members: memberChanges(before.membership.rows, after.membership.rows),
    ports: after.membership.ports.map((port, index) => ({
      port: port.port,
      before: countsOf(portsBefore[index]),
      after: countsOf(port),
    })),
    counts: { before: before.membership.counts ?? NONE, after: after.membership.counts ?? NONE },
    gone,
    come: without(after.findings, before.findings),
    cleared: untested ? null : clearedOf(before.findings, after.findings),
    untested,
  };
}

function memberChanges(before: readonly MemberRow[], after: readonly MemberRow[]): readonly MemberChange[] {
  const was = new Map(before.map((row) => [row.key, row]));
  const is = new Map(after.map((row) => [row.key, row]));
  const changes: MemberChange[] = [];
  const compare = (key: string, first: MemberRow | undefined, second: MemberRow | undefined): void => {
    const fate = fateOf(first, second);
    if (fate === null) return;
    changes.push({
      key,
      name: second?.name ?? first?.name ?? key,
      fate,
      before: first?.state ?? null,
      after: second?.state ?? null,
      portsBefore: numbersOf(first),
      portsAfter: numbersOf(second),
      reasons: second?.reasons ?? [{ code: 'not-selected' }],
    });
  };
  for (const [key, first] of was) compare(key, first, is.get(key));
  for (const [key, second] of is) if (!was.has(key)) compare(key, undefined, second);
  return changes.sort((a, b) => RANK[a.fate] - RANK[b.fate] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function fateOf(before: MemberRow | undefined, after: MemberRow | undefined): MemberFate | null {
  const [was, is] = [before?.state ?? null, after?.state ?? null];
  if (is === 'in') {
    if (was !== 'in') return 'enters';
    return samePorts(before, after) ? null : 'ports';
  }
  if (was === 'in') return is === 'not-ready' ? 'unreachable' : 'leaves';
  if (is === 'not-ready') return was === 'not-ready' ? null : 'listed';
  if (was === 'not-ready') return 'unlisted';
  return was === is ? null : 'noted';
}

/** Asked for every row at every letter, and almost always it is so port by port. */
function samePorts(before: MemberRow | undefined, after: MemberRow | undefined): boolean {
  const [was, is] = [before?.ports ?? [], after?.ports ?? []];
  if (was.length === is.length && was.every(({ number }, index) => number === is[index]?.number)) return true;
  return numbersOf(before).join() === numbersOf(after).join();
}

function numbersOf(row: MemberRow | undefined): readonly number[] {
  return row?.ports.flatMap(({ number }) => (number === null ? [] : [number])) ?? [];
}

function countsOf(port: PortCounts | undefined): PortCounts {
  return port === undefined ? NONE : { ready: port.ready, total: port.total };
}

/** That nothing is wrong is no trouble that goes or comes. */
function without(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(keyOf));
  return findings.filter((finding) => finding.code !== 'nothing-visible' && !known.has(keyOf(finding)));
}

function clearedOf(before: readonly Finding[], after: readonly Finding[]): Finding | null {
  if (!needsAttention(before) || needsAttention(after)) return null;
  return after.find(({ code }) => code === 'nothing-visible') ?? null;
}

/** Found in the slices, whose names the controller makes up; where there is none the Service stands for them. */
const OF_SLICES: ReadonlySet<FindingCode> = new Set(['slices-lag', 'no-endpoint-ready', 'one-endpoint']);

/**
 * A finding stays the same one while it speaks of more or fewer Pods: the first of them is its object by chance. So is the
 * key of a selector that selects nobody: which it is follows from the nearest Pods, asked of the cluster as it is alone.
 */
function keyOf({ code, object: { kind, name, field } }: Finding): string {
  if (kind === 'Pod' || OF_SLICES.has(code)) return code;
  return `${code} ${kind} ${name} ${code === 'selector-matches-no-pod' ? '' : (field ?? '')}`;
}
