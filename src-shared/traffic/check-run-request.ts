import { failure, type Failure } from '../ipc/failure.ts';
import { checkPath, checkPattern } from './check-text-fields.ts';
import type { RunRequestProblem, RunRequestProblemCode } from './run-request-problem.ts';
import { MAX_CLIENTS, RATE_CAP_PER_SECOND, UNTIL_STOPPED_LIMIT_SECONDS, type RunRequest } from './run-request.ts';

export const MAX_REQUESTS = 100_000;
export const MIN_RATE_PER_SECOND = 0.1;
export const TIMEOUT_RANGE_MS = { min: 100, max: 60_000 } as const;

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Sides that are asked at the same time: only `beside` asks two. */
export function concurrentSides(request: Pick<RunRequest, 'affinity'>): 1 | 2 {
  return request.affinity === 'beside' ? 2 : 1;
}

/** Every problem of a request, at most one per field, in the order of the form. Empty: it may be planned. */
export function runRequestProblems(request: RunRequest): readonly RunRequestProblem[] {
  const problems: RunRequestProblem[] = [];
  const add = (field: keyof RunRequest, code: RunRequestProblemCode | null, limit: number | null = null): void => {
    if (code !== null && !problems.some((problem) => problem.field === field)) problems.push({ field, code, limit });
  };
  const range = (field: keyof RunRequest, value: unknown, min: number, max: number, whole: boolean): void => {
    if (typeof value !== 'number' || !Number.isFinite(value)) add(field, 'not-a-number');
    else if (whole && !Number.isInteger(value)) add(field, 'not-whole');
    else if (value < min) add(field, 'below', min);
    else if (value > max) add(field, 'above', max);
  };
  const oneOf = (field: keyof RunRequest, value: unknown, allowed: readonly unknown[]): void =>
    add(field, allowed.includes(value) ? null : 'not-one-of');

  add('namespace', DNS_LABEL.test(request.namespace) ? null : 'not-a-name');
  add('service', DNS_LABEL.test(request.service) ? null : 'not-a-name');
  range('port', request.port, 1, 65_535, true);
  oneOf('scheme', request.scheme, ['http', 'https', 'tcp']);
  add('path', checkPath(request.path));
  if (request.requests !== null) range('requests', request.requests, 1, MAX_REQUESTS, true);
  range('rate', request.rate, MIN_RATE_PER_SECOND, RATE_CAP_PER_SECOND, false);
  oneOf('affinity', request.affinity, ['as-is', 'beside', 'patch']);
  const perSide = RATE_CAP_PER_SECOND / concurrentSides(request);
  if (request.rate > perSide) add('rate', 'above-cap-of-both-sides', perSide);
  const seconds = request.requests === null || request.rate <= 0 ? 0 : request.requests / request.rate;
  if (seconds > UNTIL_STOPPED_LIMIT_SECONDS) add('requests', 'lasts-too-long', UNTIL_STOPPED_LIMIT_SECONDS);
  range('clients', request.clients, 1, MAX_CLIENTS, true);
  range('timeoutMs', request.timeoutMs, TIMEOUT_RANGE_MS.min, TIMEOUT_RANGE_MS.max, true);
  oneOf('newConnection', request.newConnection, [true, false]);
  oneOf('identify', request.identify.by, ['answer', 'pattern', 'logs']);
  if (request.identify.by === 'pattern') add('identify', checkPattern(request.identify.pattern));
  return problems;
}

/** The first problem as a Failure, or null. Nothing is created in a cluster for a request that was refused here. */
export function checkRunRequest(request: RunRequest): Failure | null {
  const [problem] = runRequestProblems(request);
  if (problem === undefined) return null;
  const detail = problem.limit === null ? problem.code : `${problem.code} ${problem.limit}`;
  return failure('argument.invalid', { field: problem.field, detail });
}
