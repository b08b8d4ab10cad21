import { SIGNIFICANCE } from './even-choice.ts';
import type { JudgedInterval } from './judged-interval.ts';
import type { SharedPod, Verdict } from './verdict.ts';

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
  const kept = journeys.map(({ client, pods }) => ({ client, pods }));
  return { kind: 'sticky', clients: kept, answers, shared: unordered > 0 ? null : sharedPod(kept, intervals) };
}

/** Null too where fewer than two were ready at some time: then there was nothing to choose, and nothing is chance. */
function sharedPod(
  clients: readonly { readonly pods: readonly string[] }[],
  intervals: readonly JudgedInterval[],
): SharedPod | null {
  const pods = new Set(clients.flatMap((client) => client.pods));
  const choices = Math.min(...intervals.map((interval) => interval.ready.length));
  if (clients.length < 2 || pods.size !== 1 || choices < 2) return null;
  const chance = choices ** (1 - clients.length);
  return { chance, likely: chance >= SIGNIFICANCE };
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
