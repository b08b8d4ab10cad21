import { setMaxListeners } from 'node:events';
import type { SessionAffinity } from '#shared/kube/service.ts';
import type { Hit } from '#shared/traffic/hit.ts';
import type { RunSide } from '#shared/traffic/run-update.ts';
import { createAnswerIdentifier, type AnswerIdentifier } from './identify-answers.ts';
import { countLogs, type LogCounter } from './log-count.ts';
import type { Errand, RunContext } from './run-context.ts';
import { watchMembers } from './watch-members.ts';

/** The first list of slices is waited for this long; a watch that can't say who is there does not stop a run. */
const FIRST_LIST_MS = 10_000;
/** Logs come through kubelet and API server: after the last answer they are waited for this long. */
const LOGS_SETTLE_MS = 5_000;
const LOGS_POLL_MS = 200;

/** Who stands in the endpoints during a run, for its status, its identification and its logs. */
export interface MemberFollower {
  readonly identifier: AnswerIdentifier;
  ready(): Promise<void>;
  /** Counting begins now: from here on changes are noted. Resolves to the clock of `Hit.at`. */
  begin(): () => number;
  /** Starts to read the Pods' logs, where that is how Pods are known. */
  countLogs(errands: readonly Errand[]): void;
  /** After the last answer: until the logs show as many, or have no more to show. */
  settleLogs(): Promise<void>;
  end(): void;
}

interface Logs {
  readonly counter: LogCounter;
  readonly errands: readonly Errand[];
}

export function followMembers(context: RunContext): MemberFollower {
  const { deps, request, target, state } = context;
  const identifier = createAnswerIdentifier(request.identify);
  const over = new AbortController();
  // Every container's log waits with it.
  setMaxListeners(0, over.signal);
  let began: number | null = null;
  let logs: Logs | null = null;
  const note = (): void => {
    if (over.signal.aborted) return;
    const members = source.current();
    identifier.noteMembers(members);
    state.noteMembers(members, began === null ? null : Math.round(deps.clock.now() - began));
    logs?.counter.follow(members);
  };
  const tellLogs = (): void => {
    if (logs !== null) sumLogs(context, logs, false);
  };
  const source = watchMembers(deps, target.service.meta, target.port.name, () => queueMicrotask(note), over.signal);
  return {
    identifier,
    ready: () => Promise.race([source.ready, deps.clock.sleep(FIRST_LIST_MS, over.signal)]),
    begin: () => {
      note();
      const start = deps.clock.now();
      began = start;
      return () => deps.clock.now() - start;
    },
    countLogs: (errands) => {
      if (request.identify.by !== 'logs') return;
      const nonces = errands.map((errand) => errand.nonce);
      const counter = countLogs(deps, request.namespace, nonces, tellLogs, over.signal);
      logs = { counter, errands };
      counter.follow(source.current());
    },
    settleLogs: async () => {
      if (logs === null) return;
      const deadline = deps.clock.now() + LOGS_SETTLE_MS;
      while (deps.clock.now() < deadline && !sumLogs(context, logs, false))
        await deps.clock.sleep(LOGS_POLL_MS, over.signal);
      sumLogs(context, logs, true);
    },
    end: () => over.abort(),
  };
}

/**
 * Tells the counts of each side. Where the logs of some Pods can't be read and those of the others do not show every answer,
 * nobody knows who served the rest: then the side has no counts, and the Pods are named.
 * @param final after this nothing more is read
 * @returns whether the logs show every answer
 */
function sumLogs({ state, request }: RunContext, { counter, errands }: Logs, final: boolean): boolean {
  const unread = counter.unread(final);
  let complete = true;
  let unknown = false;
  for (const side of state.status().sides) {
    const clients = errands
      .filter((errand) => errand.side.affinity === side.affinity)
      .map(({ client, nonce }) => ({ name: client.name, nonce, asked: request.requests ?? side.asked }));
    const logged = counter.logged(clients);
    const short = loggedTotal(logged) < answersOf(state.hits, side.affinity);
    if (short) complete = false;
    if (short && unread.length > 0) unknown = true;
    state.setLogged(side.affinity, short && unread.length > 0 ? null : logged);
  }
  if (final && unknown) state.addCaveat({ code: 'logs-unread', pods: unread });
  return complete;
}

function answersOf(hits: readonly Hit[], affinity: SessionAffinity): number {
  return hits.reduce((sum, hit) => sum + (hit.side === affinity && hit.error === null ? 1 : 0), 0);
}

function loggedTotal(logged: RunSide['logged']): number {
  const counts = Object.values(logged ?? {}).flatMap((of) => Object.values(of));
  return counts.reduce((sum, number) => sum + number, 0);
}
