import type { CurrentMember } from '#shared/traffic/current-members.ts';
import type { RunSide } from '#shared/traffic/run-update.ts';
import { followPodLogs, type PodLog } from './follow-log.ts';
import { serverNow, type TrafficDeps } from './traffic-deps.ts';

export interface LogCounter {
  /** Follows the logs of Pods not followed yet. */
  follow(members: readonly CurrentMember[]): void;
  /**
   * Pod -> client -> requests served, of one side. Null for a side where a client is logged more often than it asked: then
   * one request makes several lines, and lines count nothing.
   */
  logged(
    clients: readonly { readonly name: string; readonly nonce: string; readonly asked: number }[],
  ): RunSide['logged'];
  /**
   * Pods that got requests and whose logs nobody could read: what they served is unknown, which is not 0.
   * @param lost also those whose stream was lost and could not be read on
   */
  unread(lost: boolean): readonly string[];
}

interface FollowedPod {
  readonly log: PodLog;
  /** Was a ready endpoint at some time: the others get no requests. */
  ready: boolean;
}

/** Counts lines with a nonce in the logs of the members' containers, each from before the run to its end. */
export function countLogs(
  deps: Pick<TrafficDeps, 'api' | 'clock'>,
  namespace: string,
  nonces: readonly string[],
  changed: () => void,
  signal: AbortSignal,
): LogCounter {
  const since = new Date(serverNow(deps) - 1_000).toISOString();
  const pods = new Map<string, FollowedPod>();
  return {
    follow: (members) => {
      for (const { uid, pod: name, ips, ready } of members) {
        const known = pods.get(uid);
        if (known !== undefined) known.ready ||= ready;
        else {
          const log: PodLog = { name, containers: null };
          pods.set(uid, { log, ready });
          // A slice by hand may name its Pod alone: then the key is the address.
          void followPodLogs({
            deps,
            namespace,
            uid: ips.includes(uid) ? null : uid,
            log,
            nonces,
            since,
            changed,
            signal,
          });
        }
      }
    },
    logged: (clients) =>
      sumUp(
        [...pods.values()].map(({ log }) => log),
        clients,
      ),
    unread: (lost) => {
      const unread = [...pods.values()].filter(({ log, ready }) => ready && isUnread(log, lost));
      return [...new Set(unread.map(({ log }) => log.name))];
    },
  };
}

function isUnread({ containers }: PodLog, lost: boolean): boolean {
  if (containers === null) return true;
  return [...containers.values()].some(({ state }) => state === 'unread' || (lost && state === 'broken'));
}

/**
 * Containers of a Pod are not added up: a sidecar logs the same request as the container behind it. Pods of one name are:
 * one came after the other.
 */
function sumUp(
  pods: readonly PodLog[],
  clients: readonly { readonly name: string; readonly nonce: string; readonly asked: number }[],
): RunSide['logged'] {
  const logged: Record<string, Record<string, number>> = {};
  for (const { name, nonce, asked } of clients) {
    let sum = 0;
    for (const { name: pod, containers } of pods) {
      const most = Math.max(0, ...[...(containers?.values() ?? [])].map(({ lines }) => lines.counts.get(nonce) ?? 0));
      if (most === 0) continue;
      const ofPod = logged[pod] ?? {};
      logged[pod] = { ...ofPod, [name]: (ofPod[name] ?? 0) + most };
      sum += most;
    }
    if (sum > asked) return null;
  }
  return logged;
}
