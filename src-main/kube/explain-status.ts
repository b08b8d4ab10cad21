import { failure, type Failure } from '#shared/ipc/failure.ts';
import { asFilledText, asList, asNumber, asObject, asText, type JsonObject } from './json-shape.ts';
import { redact } from '#shared/kube/redact.ts';

/** What was asked, as far as a refusal's sentence needs it. */
export interface AskedOf {
  readonly user: string;
  readonly verb: string;
}

/** Longest wait that a Retry-After header can ask of us, in seconds. */
const RETRY_AFTER_CAP_SECONDS = 300;

/**
 * The API server's refusal as a Failure. `body` is a meta/v1 Status, of an error answer or of a watch's ERROR event, or
 * whatever a proxy in between answered. Pure.
 */
export function explainStatus(status: number, retryAfter: string | null, body: unknown, asked: AskedOf): Failure {
  const raw = asObject(body);
  const details = asObject(raw.details);
  const message = redact(asText(raw.message, 1_000) ?? (typeof body === 'string' ? body.slice(0, 300) : ''));
  const kind = asText(details.kind) ?? '';
  const name = asText(details.name) ?? '';
  const busyFor = retryAfterSeconds(retryAfter) ?? asNumber(details.retryAfterSeconds);
  if (isGone(status, raw, details)) return failure('api.gone', {});
  if (status === 401) return failure('api.unauthorized', { user: asked.user });
  if (status === 403) return forbidden(message, details, asked);
  if (status === 404) return failure('api.not-found', { kind, name });
  // AlreadyExists has 409 as well and is no conflict between two writers, but the remedy is the same: look, then try again.
  if (status === 409) return failure('api.conflict', { kind, name, message });
  if (status === 429 || (status >= 500 && busyFor !== null)) {
    return failure('api.busy', { status, retryAfterSeconds: Math.min(busyFor ?? 1, RETRY_AFTER_CAP_SECONDS) });
  }
  if (status >= 400 && status < 500) return failure('api.rejected', { status, message });
  return failure('api.failed', { status, message });
}

/**
 * 410, or "Too large resource version": a server that was restored or lags asks for a version it has not seen yet. Both
 * mean that the version is of no use. Source: apimachinery api/errors NewTimeoutError with cause ResourceVersionTooLarge.
 */
function isGone(status: number, raw: JsonObject, details: JsonObject): boolean {
  if (status === 410) return true;
  if (raw.reason === 'Expired' || raw.reason === 'Gone') return true;
  return asList(details.causes, 20).some((cause) => asObject(cause).reason === 'ResourceVersionTooLarge');
}

/** Seconds, or an HTTP date; null where absent or unreadable. */
export function retryAfterSeconds(header: string | null, now: number = Date.now()): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header.trim());
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1_000));
}

/**
 * RBAC's sentence is `pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "n"`, or
 * `… at the cluster scope`. Source: apiserver endpoints/handlers/responsewriters ForbiddenMessage.
 */
function forbidden(message: string, details: JsonObject, asked: AskedOf): Failure {
  const match = /cannot (\S+) (?:resource "([^"]+)"|path "([^"]+)")/.exec(message);
  const namespace = /in the namespace "([^"]+)"/.exec(message);
  return failure('api.forbidden', {
    verb: match?.[1] ?? asked.verb,
    resource: match?.[2] ?? match?.[3] ?? asFilledText(details.kind) ?? '',
    namespace: namespace?.[1] ?? null,
    message,
  });
}
