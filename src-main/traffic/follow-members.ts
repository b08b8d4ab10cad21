import { setMaxListeners } from 'node:events';
import { createAnswerIdentifier, type AnswerIdentifier } from './identify-answers.ts';
import { countLoggedAnswers, type LoggedAnswers } from './logged-answers.ts';
import type { Errand, RunContext } from './run-context.ts';
import { watchMembers } from './watch-members.ts';

/** The first list of slices is waited for this long; a watch that can't say who is there does not stop a run. */
const FIRST_LIST_MS = 10_000;

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

export function followMembers(context: RunContext): MemberFollower {
  const { deps, request, target, state } = context;
  const identifier = createAnswerIdentifier(request.identify);
  const over = new AbortController();
  // Every container's log waits with it.
  setMaxListeners(0, over.signal);
  let began: number | null = null;
  let logs: LoggedAnswers | null = null;
  const note = (): void => {
    if (over.signal.aborted) return;
    const members = source.current();
    identifier.noteMembers(members);
    state.noteMembers(members, began === null ? null : Math.round(deps.clock.now() - began));
    logs?.follow(members);
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
      logs = countLoggedAnswers(context, errands, over.signal);
      logs.follow(source.current());
    },
    settleLogs: async () => logs?.settle(),
    end: () => over.abort(),
  };
}
