import { chiSquaredOfEven, chiSquaredTail } from './chi-squared.ts';
import { chanceOfOnePod, MIN_EXPECTED, requestsToReachAll, SIGNIFICANCE } from './even-choice.ts';
import { answersByPod, type JudgedInterval } from './judged-interval.ts';
import type { ChiSquared, Verdict } from './verdict.ts';

/**
 * Without affinity: is this what a choice at random for each connection looks like? Each interval is a test of its own;
 * that all of them together are wrong about random choice once in 1000 runs, each has its share of that (Bonferroni).
 * @param even whether equal shares are expected at all; without it nothing is tested, only told
 */
export function judgeRandom(intervals: readonly JudgedInterval[], even: boolean): Verdict {
  const answers = intervals.reduce((sum, interval) => sum + interval.answers, 0);
  const hit = new Set(intervals.flatMap((interval) => [...answersByPod(interval).keys()]));
  const [only] = hit;
  const chance = intervals.reduce(
    (product, { ready, answers: n }) => product * chanceOfOnePod(n, ready.length || 1),
    1,
  );
  if (even && hit.size === 1 && only !== undefined && chance < SIGNIFICANCE)
    return { kind: 'stuck', pod: only, answers, chance };

  const unhit = even ? unhitPods(intervals) : [];
  const test = even ? worstTest(intervals) : null;
  if (test !== null && (test.p < SIGNIFICANCE || unhit.length > 0))
    return { kind: 'uneven', pods: hit.size, answers, test, unhit };

  const ready = Math.max(...intervals.map((interval) => interval.ready.length));
  const needed = requestsToReachAll(ready);
  if (hit.size < ready && answers < needed) return { kind: 'too-few', answers, needed, pods: ready };
  return { kind: 'spread', pods: hit.size, answers, test };
}

/** Ready all through an interval that was long enough to reach everybody, and never reached. */
function unhitPods(intervals: readonly JudgedInterval[]): readonly string[] {
  return intervals.flatMap((interval) => {
    if (interval.answers < requestsToReachAll(interval.ready.length, SIGNIFICANCE / intervals.length)) return [];
    const counts = answersByPod(interval);
    return interval.ready.filter((pod) => !counts.has(pod));
  });
}

function worstTest(intervals: readonly JudgedInterval[]): ChiSquared | null {
  const tests = intervals.flatMap((interval) => {
    const byPod = answersByPod(interval);
    const counts = interval.ready.map((pod) => byPod.get(pod) ?? 0);
    const sum = counts.reduce((total, number) => total + number, 0);
    if (counts.length < 2 || sum / counts.length < MIN_EXPECTED) return [];
    const statistic = chiSquaredOfEven(counts);
    const degreesOfFreedom = counts.length - 1;
    return [{ statistic, degreesOfFreedom, p: chiSquaredTail(statistic, degreesOfFreedom) }];
  });
  const [first, ...rest] = tests;
  if (first === undefined) return null;
  const worst = rest.reduce((so, test) => (test.p < so.p ? test : so), first);
  return { ...worst, p: Math.min(1, worst.p * tests.length), intervals: tests.length };
}
