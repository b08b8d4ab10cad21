import { failure } from '#shared/ipc/failure.ts';
import { explainStatus } from './explain-status.ts';
import { FailureError } from './failure-error.ts';
import { asNumber, asObject, asText, isObject, type JsonObject } from './json-shape.ts';
import { usableVersion } from './resource-version.ts';

/** One line of a watch: meta/v1 WatchEvent. `version`: null where it is none to watch on from. */
export type WatchLine =
  | { readonly type: 'put'; readonly object: JsonObject; readonly version: string | null }
  | { readonly type: 'remove'; readonly uid: string; readonly version: string | null }
  /** `initialEnd`: everything that existed when the watch began has been sent. Source: KEP-3157. */
  | { readonly type: 'bookmark'; readonly version: string | null; readonly initialEnd: boolean }
  | { readonly type: 'unknown' };

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/**
 * Reads one line. Throws FailureError: `api.garbled` for what is no WatchEvent at all, and for an ERROR event what its
 * Status says. A type or an object that is not known is passed over: new servers may say new things.
 */
export function parseWatchLine(line: Buffer): WatchLine {
  const event = parseJson(line);
  const object = asObject(event.object);
  const meta = asObject(object.metadata);
  const version = usableVersion(meta.resourceVersion);
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'put', object, version };
    case 'DELETED':
      return { type: 'remove', uid: asText(meta.uid, 128) ?? '', version };
    case 'BOOKMARK':
      return { type: 'bookmark', version, initialEnd: asObject(meta.annotations)[INITIAL_EVENTS_END] === 'true' };
    case 'ERROR':
      throw new FailureError(explainStatus(asNumber(object.code) ?? 500, null, object, { user: '', verb: 'watch' }));
    default:
      return { type: 'unknown' };
  }
}

function parseJson(line: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // Told below: the parser's own message would quote the line.
  }
  throw new FailureError(failure('api.garbled', { detail: { code: 'not-a-watch-event', bytes: line.length } }));
}
