import { badRequest, invalid, unexplained } from '../status-errors.ts';

/** How fresh a list must be. Source: kubernetes.io API concepts, "resource versions". */
export interface ListOptions {
  readonly limit: number;
  readonly token: string;
  readonly version: VersionRule;
}

export type VersionRule =
  | { readonly match: 'any' }
  | { readonly match: 'not-older-than'; readonly version: number }
  | { readonly match: 'exact'; readonly version: number };

const SEND = 'sendInitialEvents';
const MATCH = 'resourceVersionMatch';

/** Throws the 400 or 422 of options that contradict one another. */
export function listOptionsOf(query: URLSearchParams): ListOptions {
  const match = query.get('resourceVersionMatch') ?? '';
  const text = query.get('resourceVersion') ?? '';
  const limit = Number(query.get('limit') ?? '0');
  const token = query.get('continue') ?? '';
  if (!Number.isSafeInteger(limit))
    throw badRequest(`strconv.ParseInt: parsing "${query.get('limit') ?? ''}": invalid syntax`);
  refuse(
    [query.has('sendInitialEvents'), SEND, 'sendInitialEvents is forbidden for list'],
    [match !== '' && text === '', MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    [match !== '' && token !== '', MATCH, 'resourceVersionMatch is forbidden when continue is provided'],
    [!['', 'Exact', 'NotOlderThan'].includes(match), MATCH, { match, supported: ['Exact', 'NotOlderThan', ''] }],
    [match === 'Exact' && text === '0', MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'],
  );
  return { limit, token, version: ruleOf(text, match, limit) };
}

/** Throws the 422 of a watch's options that contradict one another. */
export function checkWatchOptions(query: URLSearchParams): void {
  const send = query.has('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  const token = query.get('continue') ?? '';
  const isNotOlder = match === 'NotOlderThan';
  refuse(
    [send && !isNotOlder, MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'],
    [match !== '' && !send, MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'],
    [match !== '' && !isNotOlder, MATCH, { match, supported: ['NotOlderThan'] }],
    [match !== '' && token !== '', MATCH, 'resourceVersionMatch is forbidden when continue is provided'],
  );
}

type Rule = readonly [
  broken: boolean,
  field: string,
  why: string | { readonly match: string; readonly supported: readonly string[] },
];

/** All that is wrong at once, in this order. Source: apimachinery apis/meta/internalversion/validation. */
function refuse(...rules: readonly Rule[]): void {
  const fields = rules.flatMap(([broken, field, why]) => {
    if (!broken) return [];
    if (typeof why === 'string') return [{ reason: 'FieldValueForbidden', field, message: `Forbidden: ${why}` }];
    const supported = why.supported.map((each) => `"${each}"`).join(', ');
    const message = `Unsupported value: "${why.match}": supported values: ${supported}`;
    return [{ reason: 'FieldValueNotSupported', field, message }];
  });
  if (fields.length > 0) throw invalid('ListOptions', 'meta.k8s.io', '', fields);
}

/** A list's resourceVersion as a number; zero for none. */
function versionNumber(text: string): number {
  const version = parseVersion(text);
  if (version === undefined) throw badRequest(`invalid resource version: ${noVersion(text)}`);
  return version;
}

/** The same of a watch or of one object, where the API server foresees no text that is none. */
export function foreseenVersion(text: string): number {
  const version = parseVersion(text);
  if (version === undefined) throw unexplained(noVersion(text));
  return version;
}

function parseVersion(text: string): number | undefined {
  if (text === '') return 0;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function noVersion(text: string): string {
  return `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
}

/** The 422 of an option of a list or watch, or of another request's. */
export function invalidOptions(field: string, message: string, reason: string, kind = 'ListOptions'): Error {
  return invalid(kind, 'meta.k8s.io', '', [{ reason, field, message }]);
}

function ruleOf(text: string, match: string, limit: number): VersionRule {
  const version = versionNumber(text);
  if (version === 0) return { match: 'any' };
  // With a limit and no match, a version asks for exactly that version.
  if (match === 'Exact' || (match === '' && limit > 0)) return { match: 'exact', version };
  return { match: 'not-older-than', version };
}
