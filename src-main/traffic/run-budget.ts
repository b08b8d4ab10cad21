import { UNTIL_STOPPED_LIMIT_SECONDS, type RunRequest } from '#shared/traffic/run-request.ts';

/** A client Pod that has not started by then does not. */
export const CLIENT_START_SECONDS = 60;
export const TWIN_READY_SECONDS = 15;
/** kube-proxy syncs at most once a second by default; two changes may fall into one wait. */
export const PROXY_SYNC_MS = 2_000;
/** Waiting for clients and twin, opening processes, cleaning up. */
const OVERHEAD_SECONDS = CLIENT_START_SECONDS + TWIN_READY_SECONDS + 30;
/** A target that hangs is asked one by one: after each timeout a report and a line cross the API server. */
const HANDOVER_MS = 250;
/** Timeouts are waited for at most this long in all: nobody watches an hour of them. */
const SLOW_LIMIT_SECONDS = 600;

/** How long counting may last, in seconds: twice what the rate asks, or what timeouts would take. */
export function countingSeconds(request: RunRequest): number {
  const { requests, rate, clients, timeoutMs, affinity } = request;
  if (requests === null) return UNTIL_STOPPED_LIMIT_SECONDS;
  const expected = requests / rate;
  const allTimeouts = (Math.ceil(requests / clients) * (timeoutMs + HANDOVER_MS)) / 1_000;
  const once = Math.max(2 * expected + 30, Math.min(allTimeouts, SLOW_LIMIT_SECONDS));
  // In patch mode one side is asked after the other.
  return Math.min(UNTIL_STOPPED_LIMIT_SECONDS, Math.ceil(affinity === 'patch' ? 2 * once : once));
}

/** Seconds after its creation at which a client ends by itself, whoever is alive. */
export function deadlineSeconds(request: RunRequest): number {
  return OVERHEAD_SECONDS + countingSeconds(request);
}
