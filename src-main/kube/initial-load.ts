import type { FailureCode } from '#shared/ipc/failure.ts';
import { FailureError } from './failure-error.ts';
import { listPages } from './list-pages.ts';
import type { Identified, Progress, ReflectorOptions } from './reflector-options.ts';
import type { WatchStatus } from './watch-status.ts';
import { applyLine, openWatch } from './watch-stream.ts';

/** A server that knows no WatchList may take the question for a plain watch, and never say that the list is complete. */
const QUIET_MS = 10_000;

/** Failures of the way to the server, not of WatchList: a paged list would fail in the same way. */
const NOT_THE_STREAMS_FAULT: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'canceled',
  'api.busy',
  'api.unauthorized',
  'api.garbled',
]);

/**
 * Reads the collection by one watch that first sends all there is (WatchList, KEP-3157), and goes on watching. Resolves
 * to true when the server ended the watch, to false where it cannot be done this way. Rejects with FailureError.
 */
export async function initialStream<T extends Identified>(
  options: ReflectorOptions<T>,
  progress: Progress,
  status: WatchStatus,
  healthy: () => void,
): Promise<boolean> {
  const { clock, sink } = options;
  const ended = new AbortController();
  const quiet = new AbortController();
  const seen = new Set<string>();
  let complete = false;
  let heardAt = clock.now();
  options.count?.('stream');
  void abortWhenQuiet(options, quiet, ended.signal, () => (complete ? null : heardAt));
  try {
    const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', resourceVersion: '' };
    const cut = AbortSignal.any([options.signal, quiet.signal]);
    for await (const line of openWatch(options, query, () => status.loading(sink.size), cut)) {
      heardAt = clock.now();
      const brought = applyLine(options, progress, line);
      if (complete) continue;
      if (brought !== null) {
        seen.add(brought.meta.uid);
        status.loading(sink.size);
      }
      if (line.type === 'bookmark' && line.initialEnd) {
        complete = true;
        ended.abort();
        sink.keepOnly(seen);
        seen.clear();
        healthy();
      } else progress.version = null;
    }
    if (!complete) progress.canStream = false;
    return complete;
  } catch (error) {
    if (complete) throw error;
    progress.version = null;
    const code = error instanceof FailureError ? error.failure.code : 'internal';
    const elsewhere = NOT_THE_STREAMS_FAULT.has(code) || code.startsWith('connect.') || code.startsWith('tls.');
    if (elsewhere && !quiet.signal.aborted) throw error;
    // A right that is missing may be given; a server does not learn WatchList.
    if (code !== 'api.forbidden') progress.canStream = false;
    return false;
  } finally {
    ended.abort();
  }
}

async function abortWhenQuiet<T>(
  { clock }: ReflectorOptions<T>,
  quiet: AbortController,
  ended: AbortSignal,
  heardAt: () => number | null,
): Promise<void> {
  let at = heardAt();
  while (at !== null && !ended.aborted) {
    await clock.sleep(QUIET_MS, ended);
    at = heardAt();
    if (at !== null && clock.now() - at >= QUIET_MS) quiet.abort();
  }
}

/** Reads the collection page by page, and notes the version to watch on from. Rejects with FailureError. */
export async function listAll<T extends Identified>(
  { api, target, sink, signal, count }: ReflectorOptions<T>,
  progress: Progress,
  status: WatchStatus,
): Promise<void> {
  const seen = new Set<string>();
  let version: string | null = null;
  for await (const page of listPages(api, target.path, target.query, signal)) {
    count?.('list');
    for (const item of page.items) {
      const object = target.project(item);
      if (object === null) continue;
      seen.add(object.meta.uid);
      sink.put(object);
    }
    version = page.version;
    status.loading(sink.size);
  }
  sink.keepOnly(seen);
  // A server that gives no version can be listed again and again, but not watched: an empty one means "now".
  progress.version = version ?? '';
}
