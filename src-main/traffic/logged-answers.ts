import type { CurrentMember } from '#shared/traffic/current-members.ts';
import type { RunSide } from '#shared/traffic/run-update.ts';
import { countLogs } from './log-count.ts';
import type { Errand, RunContext } from './run-context.ts';
import { createSoon } from './soon.ts';

/** Logs come through kubelet and API server: after the last answer they are waited for this long. */
const LOGS_SETTLE_MS = 5_000;
/** Adding up takes all containers of all Pods: it is done this often, not at each piece of a log that comes. */
const LOGS_SUM_MS = 200;

/** Counts a run's answers from the logs of the members' Pods, and tells them as they grow. */
export interface LoggedAnswers {
  follow(members: readonly CurrentMember[]): void;
  /** After the last answer: until the logs show as many, or have no more to show. Then nothing more is told. */
  settle(): Promise<void>;
}

type LoggedRun = Pick<RunContext, 'state'> & {
  readonly deps: Pick<RunContext['deps'], 'api' | 'clock'>;
  readonly request: Pick<RunContext['request'], 'namespace'>;
};

export function countLoggedAnswers(run: LoggedRun, errands: readonly Errand[], signal: AbortSignal): LoggedAnswers {
  const { clock } = run.deps;
  const soon = createSoon(clock, LOGS_SUM_MS, () => void sum(false));
  let settled = false;
  const changed = (): void => {
    if (!settled) soon.wish();
  };
  const nonces = errands.map(({ nonce }) => nonce);
  const counter = countLogs(run.deps, run.request.namespace, nonces, changed, signal);
  const sum = (final: boolean): boolean => sumLogs(run.state, counter, errands, final);
  signal.addEventListener('abort', () => soon.cancel(), { once: true });
  return {
    follow: (members) => counter.follow(members),
    settle: async () => {
      const deadline = clock.now() + LOGS_SETTLE_MS;
      while (clock.now() < deadline && !sum(false)) await clock.sleep(LOGS_SUM_MS, signal);
      settled = true;
      soon.cancel();
      sum(true);
    },
  };
}

/**
 * Tells the counts of each side. Where the logs of some Pods can't be read and those of the others do not show every answer,
 * nobody knows who served the rest: then the side has no counts, and the Pods are named.
 * @param final after this nothing more is read
 * @returns whether the logs show every answer
 */
function sumLogs(
  state: RunContext['state'],
  counter: ReturnType<typeof countLogs>,
  errands: readonly Errand[],
  final: boolean,
): boolean {
  const unread = counter.unread(final);
  let complete = true;
  let unknown = false;
  for (const { affinity } of state.status().sides) {
    const clients = errands
      .filter(({ side }) => side.affinity === affinity)
      .map(({ client: { name }, nonce }) => ({ name, nonce, asked: state.askedOf(affinity, name) }));
    const logged = counter.logged(clients);
    const short = loggedTotal(logged) < state.answersOf(affinity);
    if (short) complete = false;
    if (short && unread.length > 0) unknown = true;
    state.setLogged(affinity, short && unread.length > 0 ? null : logged);
  }
  if (final && unknown) state.addCaveat({ code: 'logs-unread', pods: unread });
  return complete;
}

function loggedTotal(logged: RunSide['logged']): number {
  const counts = Object.values(logged ?? {}).flatMap((of) => Object.values(of));
  return counts.reduce((sum, number) => sum + number, 0);
}
