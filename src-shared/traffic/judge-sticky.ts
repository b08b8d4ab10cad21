import { SIGNIFICANCE } from './even-choice.ts';
import type { JudgedInterval } from './judged-interval.ts';
import type { Verdict } from './verdict.ts';

/**
 * With ClientIP: did each client keep its Pod? Judged per client: two clients may share one Pod, and that means nothing.
 * A client may change its Pod only when the Pod it had is no longer ready, be it for a moment.
 * @param intervals one after the other, those without an answer too
 * @param unordered changes of membership within one interval (identification by logs): each explains one more Pod
 */
export function judgeSticky(intervals: readonly JudgedInterval[], unordered: number): Verdict {
  const answers = intervals.reduce((sum, interval) => sum + interval.answers, 0);
  const clients = [...new Set(intervals.flatMap((interval) => [...interval.clients.keys()]))].sort();
  const journeys = clients.map((client) => ({ client, ...journey(client, intervals, unordered) }));
  const strays = journeys.filter((each) => each.strayed);
  if (strays.length > 0)
    return {
      kind: 'not-sticky',
      clients: strays.map(({ client, pods }) => ({ client, pods: new Set(pods).size })),
      answers,
    };

  const ready = Math.max(...intervals.map((interval) => interval.ready.length));
  // Were it random, all clients would each keep one Pod with chance ready^(clients − answers).
  const needed = clients.length + Math.ceil(Math.log(1 / SIGNIFICANCE) / Math.log(Math.max(2, ready)));
  if (answers < needed) return { kind: 'too-few', answers, needed, pods: ready };
  return { kind: 'sticky', clients: journeys.map(({ client, pods }) => ({ client, pods })), answers };
}

/** The Pods a client had, one after the other, and whether that is more than membership explains. */
function journey(
  client: string,
  intervals: readonly JudgedInterval[],
  unordered: number,
): { readonly pods: readonly string[]; readonly strayed: boolean } {
  const pods: string[] = [];
  let strayed = false;
  /** Undefined: none, or it was away since. */
  let held: string | undefined;
  for (const interval of intervals) {
    const had = [...(interval.clients.get(client)?.keys() ?? [])];
    if (had.length > 1 + unordered) strayed = true;
    if (held !== undefined && !interval.ready.includes(held)) held = undefined;
    if (held !== undefined && had.length > 0 && !had.includes(held)) strayed = true;
    for (const pod of had) if (pods.at(-1) !== pod) pods.push(pod);
    held = had.at(-1) ?? held;
  }
  return { pods, strayed };
}
