// The texts and regular expressions of names. Source: k8s.io/apimachinery 1.34 pkg/util/validation/validation.go.

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = String.raw`[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';

const QUALIFIED_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

type Rule = (value: string) => readonly string[];

/** A lowercase RFC 1123 label: a container, a namespace, a named port of a Service. Dots alone are told in fewer words. */
export const labelErrors: Rule = (value) =>
  plainLabelErrors(value).map((error) =>
    error.startsWith('a lowercase') && matches(SUBDOMAIN, value) ? 'must not contain dots' : error,
  );

const plainLabelErrors: Rule = ruled(
  LABEL,
  63,
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
  ['my-name', '123-abc'],
);

/** A lowercase RFC 1123 subdomain: most objects. */
export const subdomainErrors: Rule = ruled(
  SUBDOMAIN,
  253,
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
  ['example.com'],
);

/** A DNS-1035 label: a Service. */
export const label1035Errors: Rule = ruled(
  LABEL_1035,
  63,
  `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character`,
  ['my-name', 'abc-123'],
);

/** A label's value. */
export const labelValueErrors: Rule = ruled(
  LABEL_VALUE,
  63,
  `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
  ['MyValue', 'my_value', '12345'],
);

/** Whatever fits into a path: an Event. Source: apimachinery pkg/api/validation/path/name.go. */
export const pathSegmentErrors: Rule = (value) =>
  value === '.' || value === '..' ? [`may not be '${value}'`] : pathPrefixErrors(value);

/** What such a name may begin with: of `.` a suffix makes a name. */
export const pathPrefixErrors: Rule = (value) =>
  ['/', '%'].filter((each) => value.includes(each)).map((each) => `may not contain '${each}'`);

/** A key of a ConfigMap. */
export const configKeyErrors: Rule = ruled(
  CONFIG_KEY,
  253,
  `a valid config key must consist of alphanumeric characters, '-', '_' or '.'`,
  ['key.name', 'KEY_NAME', 'key-name'],
);

/** A label's key, or an annotation's: a name with an optional DNS prefix. */
export function qualifiedNameErrors(value: string): readonly string[] {
  const parts = value.split('/');
  const text = withRegex(QUALIFIED_TEXT, ['MyName', 'my.name', '123-abc'], QUALIFIED);
  if (parts.length > 2) {
    return [`a qualified name ${text} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  const ofPrefix = prefix === undefined ? [] : prefix === '' ? ['must be non-empty'] : subdomainErrors(prefix);
  return [
    ...ofPrefix.map((error) => `prefix part ${error}`),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...(name.length > 63 ? [`name part ${tooLong(63)}`] : []),
    ...(matches(QUALIFIED, name) ? [] : [`name part ${text}`]),
  ];
}

/** The name of a container's port, which a Service may target. */
export function portNameErrors(name: string): readonly string[] {
  return [
    ...(name.length > 15 ? [tooLong(15)] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ];
}

/** A share of something. */
export function percentErrors(value: string): readonly string[] {
  const text = "a valid percent string must be a numeric string followed by an ending '%'";
  return matches('[0-9]+%', value) ? [] : [withRegex(text, ['1%', '93%'], '[0-9]+%')];
}

/** A port number. */
export function portErrors(port: unknown): readonly string[] {
  return rangeErrors(port, 1, 65_535);
}

export function rangeErrors(value: unknown, low: number, high: number): readonly string[] {
  const inside = typeof value === 'number' && value >= low && value <= high;
  return inside ? [] : [`must be between ${low} and ${high}, inclusive`];
}

function ruled(pattern: string, longest: number, text: string, examples: readonly string[]): Rule {
  return (value) => [
    ...(value.length > longest ? [tooLong(longest)] : []),
    ...(matches(pattern, value) ? [] : [withRegex(text, examples, pattern)]),
  ];
}

function matches(pattern: string, value: string): boolean {
  return new RegExp(`^${pattern}$`).test(value);
}

function tooLong(limit: number): string {
  return `must be no more than ${limit} characters`;
}

function withRegex(text: string, examples: readonly string[], pattern: string): string {
  // Go leaves a comma, and two spaces, before "or".
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${text} (e.g. ${shown}regex used for validation is '${pattern}')`;
}
