import { StatusError, type Draft, type Status } from './cluster-api.ts';

// Source of reasons, codes and messages: k8s.io/apimachinery 1.34 pkg/api/errors/errors.go.

/** What a message calls a resource: `services`, `deployments.apps`. */
export interface ResourceTitle {
  readonly plural: string;
  readonly group: string;
}

function failure(code: number, reason: string, message: string, details?: Draft): StatusError {
  const status: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
  return new StatusError(status);
}

export function qualified({ plural, group }: ResourceTitle): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function named({ plural, group }: ResourceTitle, name: string): Draft {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: plural };
}

export function notFound(resource: ResourceTitle, name: string): StatusError {
  return failure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, named(resource, name));
}

export function alreadyExists(resource: ResourceTitle, name: string): StatusError {
  return failure(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, named(resource, name));
}

export function conflict(resource: ResourceTitle, name: string, cause: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${cause}`;
  return failure(409, 'Conflict', message, named(resource, name));
}

/** The conflict of an apply with the owners of fields, a cause for each. Source: NewApplyConflict, which names no object. */
export function applyConflict(message: string, causes: readonly Draft[]): StatusError {
  return failure(409, 'Conflict', message, { causes });
}

/** The conflict of an update from an old state. */
export function modified(resource: ResourceTitle, name: string): StatusError {
  const cause = 'the object has been modified; please apply your changes to the latest version and try again';
  return conflict(resource, name, cause);
}

export function forbidden(resource: ResourceTitle, name: string, why: string, causes?: readonly Draft[]): StatusError {
  const subject = name === '' ? qualified(resource) : `${qualified(resource)} "${name}"`;
  const details = { ...named(resource, name), ...(causes === undefined ? {} : { causes }) };
  return failure(403, 'Forbidden', `${subject} is forbidden: ${why}`, details);
}

export function badRequest(message: string): StatusError {
  return failure(400, 'BadRequest', message);
}

export function unauthorized(): StatusError {
  return failure(401, 'Unauthorized', 'Unauthorized');
}

/** An error that the API server gives no reason: one of its own that it did not foresee. */
export function unexplained(message: string): StatusError {
  return failure(500, '', message);
}

/** Refused before anyone was asked who it is: a browser's request, or one for another host. */
export function refused(why: string): StatusError {
  return failure(403, 'Forbidden', why, {});
}

export function methodNotAllowed(): StatusError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function notAcceptable(accepted: readonly string[]): StatusError {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return failure(406, 'NotAcceptable', message);
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return failure(415, 'UnsupportedMediaType', message);
}

export function tooLarge(limit: number): StatusError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
}

/** The resourceVersion or continue token is older than what is remembered. */
export function expired(message: string): StatusError {
  return failure(410, 'Expired', message);
}

/** The resourceVersion is one that does not exist yet. The API server waits three seconds before it says so. */
export function tooLargeVersion(asked: number, current: number): StatusError {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

export interface InvalidField {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/** A 422 with a cause for each wrong field. `message` of each is the text without the field's name. */
export function invalid(kind: string, group: string, name: string, fields: readonly InvalidField[]): StatusError {
  const texts = [...new Set(fields.map(({ field, message }) => `${field}: ${message}`))];
  const list = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const title = group === '' ? kind : `${kind}.${group}`;
  return failure(422, 'Invalid', `${title} "${name}" is invalid: ${list}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes: fields.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}

/** Source: apiserver patch.go: a JSON patch that can't be applied is told without its cause. */
export function unappliablePatch(): StatusError {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** What the cluster does not do, said plainly, with what to use instead. */
export function notImplemented(message: string): StatusError {
  return failure(501, 'NotImplemented', message, {});
}

export function noPortForward(): StatusError {
  return notImplemented(
    'the training cluster has no port-forward: call the Service from a client Pod, as in kubectl exec POD -- curl SERVICE',
  );
}
