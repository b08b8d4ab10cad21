import type { RunRequestProblemCode } from './run-request-problem.ts';

export const MAX_PATH_LENGTH = 2_000;
export const MAX_PATTERN_LENGTH = 200;

/**
 * Characters RFC 3986 allows in a path and query, and `[` `]` `{` `}` `|` `^` that servers accept raw. Everything else
 * (controls, spaces, quotes, backslash, backtick, `<`, `>`, `#`, non-ASCII) has to be percent-encoded by whoever asks.
 */
const PATH = /^\/[A-Za-z0-9\-._~%!$&()*+,;=:@/?[\]{}|^]*$/;
/** Never meant, always an attempt: nothing of ours goes through a shell, but it is refused all the same. */
const COMMAND_SUBSTITUTION = /\$[({]/;

export function checkPath(path: unknown): RunRequestProblemCode | null {
  if (typeof path !== 'string' || !path.startsWith('/')) return 'path-start';
  if (path.length > MAX_PATH_LENGTH) return 'too-long';
  return PATH.test(path) && !COMMAND_SUBSTITUTION.test(path) ? null : 'path-characters';
}

/**
 * A pattern must compile and have a group to capture. How long it may run is bounded where it runs (the main process
 * gives it a time limit), because no check of the text catches every slow expression.
 */
export function checkPattern(pattern: unknown): RunRequestProblemCode | null {
  if (typeof pattern !== 'string' || pattern === '') return 'pattern-invalid';
  if (pattern.length > MAX_PATTERN_LENGTH) return 'too-long';
  try {
    // An alternative that matches nothing tells the number of groups without running the pattern.
    const groups = new RegExp(`${pattern}|`, 'm').exec('');
    return groups !== null && groups.length > 1 ? null : 'pattern-without-group';
  } catch {
    return 'pattern-invalid';
  }
}
