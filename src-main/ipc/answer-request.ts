import type { RequestName, Requests } from '#shared/ipc/contract.ts';
import { failure } from '#shared/ipc/failure.ts';
import type { KnownDetail } from '#shared/ipc/failure-detail.ts';
import { failed, type Result } from '#shared/ipc/result.ts';
import { ARGUMENT_SCHEMAS } from './argument-schemas.ts';

/** Answers one request for one window. Never rejects: a failure is a value. */
export type Handlers<W> = {
  readonly [N in RequestName]: (argument: Requests[N]['takes'], window: W) => Promise<Result<Requests[N]['gives']>>;
};

export interface AnswerOptions<W> {
  readonly handlers: Handlers<W>;
  readonly onTrouble: (error: unknown) => void;
  /** Milliseconds; default: this computer's clock. */
  readonly now?: () => number;
}

/** Name and argument are whatever a page sent. Window: whose main frame asked; null: nobody of ours. Never rejects. */
export type Answer<W> = (window: W | null, name: unknown, argument: unknown) => Promise<Result<unknown>>;

/** Requests of one window that may wait for their answer at a time; a page that asks more is told to slow down. */
export const MAX_WAITING = 256;
/** Requests of one window in a second. A page at work makes some sixty: one a frame, to acknowledge a batch. */
export const MAX_PER_SECOND = 1_000;

/**
 * Refuses frames that are not the main frame of a window of ours, windows that ask too much, names that are not in the
 * contract, and arguments of the wrong shape, before any handler runs.
 */
export function createAnswer<W extends object>(options: AnswerOptions<W>): Answer<W> {
  const { handlers, onTrouble, now = Date.now } = options;
  const loads = new WeakMap<W, Load>();
  return async (window, name, argument) => {
    if (window === null) return refused('sender', { code: 'sender-unknown' });
    const load = loads.get(window) ?? { waiting: 0, second: 0, inSecond: 0 };
    loads.set(window, load);
    if (!admits(load, now())) return refused('rate', { code: 'too-many-requests' });
    load.waiting += 1;
    try {
      return await handle(handlers, name, argument, window);
    } catch (error) {
      onTrouble(error);
      return failed(failure('internal', { detail: error instanceof Error ? error.message : String(error) }));
    } finally {
      load.waiting -= 1;
    }
  };
}

/** What one window has asked lately. */
interface Load {
  waiting: number;
  second: number;
  inSecond: number;
}

function admits(load: Load, now: number): boolean {
  const second = Math.floor(now / 1_000);
  if (second !== load.second) Object.assign(load, { second, inSecond: 0 });
  load.inSecond += 1;
  return load.waiting < MAX_WAITING && load.inSecond <= MAX_PER_SECOND;
}

async function handle<W>(handlers: Handlers<W>, name: unknown, argument: unknown, window: W): Promise<Result<unknown>> {
  if (typeof name !== 'string' || !Object.hasOwn(ARGUMENT_SCHEMAS, name))
    return refused('name', { code: 'request-unknown' });
  const request = name as RequestName;
  const parsed = ARGUMENT_SCHEMAS[request].safeParse(argument ?? null);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue === undefined || issue.path.length === 0 ? request : issue.path.join('.');
    return refused(field, { code: 'wrong-shape' });
  }
  const handler = handlers[request] as (argument: unknown, window: W) => Promise<Result<unknown>>;
  return handler(parsed.data, window);
}

function refused(field: string, detail: KnownDetail): Result<never> {
  return failed(failure('argument.invalid', { field, detail }));
}
