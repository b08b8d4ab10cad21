import { judgeRandom } from './judge-random.ts';
import { judgeSticky } from './judge-sticky.ts';
import type { JudgedInterval } from './judged-interval.ts';
import type { Caveat } from './run-plan.ts';
import type { RunMember, RunSide } from './run-update.ts';
import { total, type Counts, type IntervalTally, type SideTally } from './tally.ts';
import type { Verdict } from './verdict.ts';

export interface JudgeContext {
  readonly members: readonly RunMember[];
  readonly membershipChanges: readonly number[];
  readonly caveats: readonly Caveat[];
  /** RunSide.logged of this side. */
  readonly logged: RunSide['logged'];
}

/** What one side shows so far. Pure; the sentence is made in messages/traffic.*.ts. */
export function judge(tally: SideTally, context: JudgeContext): Verdict {
  const failures = total(tally.failures);
  const answers = tally.hits - failures;
  if (tally.hits === 0) return { kind: 'nothing-yet' };
  if (answers === 0) return { kind: 'no-answer', failures };
  const all = judgedIntervals(tally, context);
  const intervals = all.filter((interval) => interval.answers > 0);
  const identified = intervals.reduce((sum, interval) => sum + interval.answers, 0);
  if (identified === 0) return { kind: 'unidentified', answers };
  const pods = new Set(intervals.flatMap((interval) => [...interval.clients.values()].flatMap((of) => [...of.keys()])));
  const [pod] = pods;
  if (pods.size === 1 && pod !== undefined && intervals.every((interval) => interval.ready.length <= 1))
    return { kind: 'one-endpoint', pod, answers: identified };
  if (has(context.caveats, 'keep-alive'))
    return { kind: 'not-judged', why: 'keep-alive', pods: pods.size, answers: identified };
  const mixed = context.logged !== null && context.membershipChanges.length > 0;
  if (tally.side === 'None') return judgeRandom(intervals, !mixed && evenShareExpected(context.caveats));
  const verdict = judgeSticky(all, mixed ? context.membershipChanges.length : 0);
  if (verdict.kind === 'not-sticky' && has(context.caveats, 'affinity-expires'))
    return { kind: 'not-judged', why: 'affinity-expires', pods: pods.size, answers: identified };
  // Where a Node leads to some of the endpoints only, that clients share a Pod is not by chance.
  return verdict.kind === 'sticky' && !evenShareExpected(context.caveats) ? { ...verdict, shared: null } : verdict;
}

/** Equal shares are only expected where each request is a choice of its own among all endpoints. */
export function evenShareExpected(caveats: readonly Caveat[]): boolean {
  return !(['keep-alive', 'traffic-policy-local', 'hints'] as const).some((code) => has(caveats, code));
}

function has(caveats: readonly Caveat[], code: Caveat['code']): boolean {
  return caveats.some((caveat) => caveat.code === code);
}

/** Those without an answer too: they tell who was not ready in between. */
function judgedIntervals(tally: SideTally, context: JudgeContext): readonly JudgedInterval[] {
  const { members, membershipChanges: changes, logged } = context;
  if (logged !== null) {
    // Logs give no order: everything is one interval, and everyone who was ever ready is expected in it.
    const interval = intervalOfLogs(logged);
    return interval.answers === 0 ? [] : [{ ...interval, ready: names(members) }];
  }
  return Array.from({ length: changes.length + 1 }, (_, index) => {
    const interval = tally.intervals[index] ?? { clients: new Map<string, Counts>(), answers: 0 };
    const start = index === 0 ? Number.NEGATIVE_INFINITY : (changes[index - 1] ?? 0);
    const end = changes[index] ?? Number.POSITIVE_INFINITY;
    const through = members.filter(
      (member) =>
        (member.from ?? Number.NEGATIVE_INFINITY) <= start && (member.until ?? Number.POSITIVE_INFINITY) >= end,
    );
    return { ...interval, ready: names(through) };
  });
}

function names(members: readonly RunMember[]): readonly string[] {
  return [...new Set(members.map((member) => member.pod))];
}

function intervalOfLogs(logged: NonNullable<RunSide['logged']>): IntervalTally {
  const clients = new Map<string, Counts>();
  let answers = 0;
  for (const [pod, counts] of Object.entries(logged))
    for (const [client, number] of Object.entries(counts)) {
      const of = clients.get(client) ?? new Map<string, number>();
      of.set(pod, (of.get(pod) ?? 0) + number);
      clients.set(client, of);
      answers += number;
    }
  return { clients, answers };
}
