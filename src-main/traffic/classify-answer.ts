import type { HitError } from '#shared/traffic/hit.ts';
import { BODY_CAP, type ClientTarget } from './client-script.ts';
import type { ProbeAnswer } from './parse-probe-output.ts';

/**
 * curl's exit codes by what they mean for a Service. Source: curl's manual, EXIT CODES. An empty reply (52) is a
 * connection closed before an answer: the same to a user as a reset.
 */
const ERRORS: Readonly<Record<number, HitError>> = {
  6: 'dns',
  7: 'refused',
  18: 'reset',
  28: 'timeout',
  35: 'tls',
  52: 'reset',
  53: 'tls',
  54: 'tls',
  55: 'reset',
  56: 'reset',
  58: 'tls',
  59: 'tls',
  60: 'tls',
  63: 'too-large',
  66: 'tls',
  77: 'tls',
  83: 'tls',
  92: 'reset',
};

/** Exit codes that end the connect-only client once the connection stands: no certificate file could be read. */
const CONNECTED = [58, 59, 77];

/**
 * What kept a request from a whole answer; null where it has one, whatever its status.
 * @param exit curl's exit code for this request
 */
export function classifyAnswer(
  answer: ProbeAnswer,
  exit: number,
  { scheme, wants }: Pick<ClientTarget, 'scheme' | 'wants'>,
): HitError | null {
  if (scheme === 'tcp' && CONNECTED.includes(exit) && answer.connects > 0) return null;
  if (exit === 0) return isTooLarge(answer) && wants !== 'none' ? 'too-large' : null;
  // curl says 7 for every connect that failed; older ones tell the reason, newer ones only "Couldn't connect".
  if (exit === 7 && /no route|unreachable|not permitted/i.test(answer.message)) return 'unreachable';
  return ERRORS[exit] ?? 'other';
}

/** More than is kept of a body, whether or not it left the Pod. */
export function isTooLarge(answer: ProbeAnswer): boolean {
  return answer.cut || answer.bodyBytes > BODY_CAP;
}
