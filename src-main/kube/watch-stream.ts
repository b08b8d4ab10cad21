import { splitLines } from './line-splitter.ts';
import type { Identified, Progress, ReflectorOptions } from './reflector-options.ts';
import { parseWatchLine, type WatchLine } from './watch-line.ts';

/**
 * What the server is asked to end a watch after, in seconds, at random: not all watches at once. Twice client-go's 5 to
 * 10 minutes, so that a quiet healthy watch lives longer than 10.
 */
const SHORTEST_WATCH_SECONDS = 600;
const LONGEST_WATCH_SECONDS = 900;

/** Opens a watch. Rejects with FailureError, and so does the iteration. */
export async function* openWatch<T>(
  { api, target, random, signal }: ReflectorOptions<T>,
  query: Readonly<Record<string, string>>,
  opened: () => void,
  cut: AbortSignal = signal,
): AsyncGenerator<WatchLine, void, undefined> {
  const timeout = Math.round(SHORTEST_WATCH_SECONDS + random() * (LONGEST_WATCH_SECONDS - SHORTEST_WATCH_SECONDS));
  const body = await api.stream({
    method: 'GET',
    path: target.path,
    query: { ...target.query, ...query, watch: '1', allowWatchBookmarks: 'true', timeoutSeconds: String(timeout) },
    signal: cut,
  });
  opened();
  for await (const line of splitLines(body)) yield parseWatchLine(line);
}

/** Watches on from the last resourceVersion, until the server ends the watch. Rejects with FailureError. */
export async function followWatch<T extends Identified>(
  options: ReflectorOptions<T>,
  progress: Progress,
  healthy: () => void,
): Promise<void> {
  options.count?.('watch');
  const query = { resourceVersion: progress.version ?? '' };
  for await (const line of openWatch(options, query, healthy)) applyLine(options, progress, line);
}

/** Takes one change over. Returns the object it brought, or null. */
export function applyLine<T extends Identified>(
  { sink, target }: ReflectorOptions<T>,
  progress: Progress,
  line: WatchLine,
): T | null {
  if (line.type === 'unknown') return null;
  let brought: T | null = null;
  if (line.type === 'put') {
    brought = target.project(line.object);
    if (brought !== null) sink.put(brought);
  }
  if (line.type === 'remove') sink.remove(line.uid);
  // Recorded after the change is in, so that a re-watch begins behind it and never before it.
  if (line.version !== null) progress.version = line.version;
  return brought;
}
