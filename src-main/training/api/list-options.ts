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

/** Throws the 400 or 422 of options that contradict one another. */
export function listOptionsOf(query: URLSearchParams): ListOptions {
  const match = query.get('resourceVersionMatch') ?? '';
  const text = query.get('resourceVersion') ?? '';
  const limit = Number(query.get('limit') ?? '0');
  const token = query.get('continue') ?? '';
  if (!Number.isSafeInteger(limit))
    throw badRequest(`strconv.ParseInt: parsing "${query.get('limit') ?? ''}": invalid syntax`);
  if (query.has('sendInitialEvents')) {
    throw invalidOptions(
      'sendInitialEvents',
      'Forbidden: sendInitialEvents is forbidden for list',
      'FieldValueForbidden',
    );
  }
  if (match !== '') {
    if (text === '') {
      const why = 'Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided';
      throw invalidOptions('resourceVersionMatch', why, 'FieldValueForbidden');
    }
    if (token !== '') {
      const why = 'Forbidden: resourceVersionMatch is forbidden when continue is provided';
      throw invalidOptions('resourceVersionMatch', why, 'FieldValueForbidden');
    }
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      const why = `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`;
      throw invalidOptions('resourceVersionMatch', why, 'FieldValueNotSupported');
    }
    if (match === 'Exact' && text === '0') {
      const why = 'Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"';
      throw invalidOptions('resourceVersionMatch', why, 'FieldValueForbidden');
    }
  }
  return { limit, token, version: ruleOf(text, match, limit) };
}

/** A list's resourceVersion as a number; zero for none. */
function versionNumber(text: string): number {
  const version = parseVersion(text);
  if (version === undefined) throw badRequest(`invalid resource version: ${noVersion(text)}`);
  return version;
}

/** The same of a watch, whose error the API server does not foresee. */
export function watchVersion(text: string): number {
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
