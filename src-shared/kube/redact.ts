/** Names that stand before a value nobody else may read, as fields, variables, flags, headers and query parameters have them. */
const SECRET_NAME = `(?:${[
  'token|passw(?:or)?d|passwd|passphrase|pwd|private[-_]?key|api[-_]?key|access[-_]?key(?:[-_]?id)?|x-amz-(?:signature|credential)',
  '(?:encryption|signing|account|master|session|auth|shared)[-_]?key|client-key-data|client-certificate-data',
  // Also JWT_SECRET and clientSecret; `secret-name: web` and `secretName: web` name no secret, they name a Secret.
  'secret(?:[-_]?key(?:[-_]?base)?)?',
  // DB_PASS and dbPass; alone only before a `=`: "3 checks pass: a, b and c".
  '(?<!by|com|sur)(?:(?<=[\\w"\'-])pass|pass(?=\\s*=))',
].join('|')})`;
/** Between a name and its value: `: `, `=`, `":"`, and the last inside a string of JSON, `\":\"`. */
const IS = `\\\\*["']?\\s*[:=]\\s*\\\\*["']?`;
/** "Failed to get secret: not found": a sentence goes on. */
const PROSE = '(?!(?:secrets?|not?|the|is|was|failed|error|cannot|could|unable)(?:\\s|$))';
/** One of those that follow a scheme: `response="…"`. */
const PARAMETER = `[\\w-]+=(?:\\\\*"[^"]*"?|[^\\s,;"'\\]]+)`;
/** One cookie, or one of its attributes. */
const COOKIE = `[^\\s"';=\\]]+=(?:\\\\*"[^"]*"?|[^\\s"';\\]]*)`;

// Errors are known to carry request headers with them (CVE-2019-11250), and messages of a cluster carry anything.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Keys and certificates, plain and as a Secret or kubeconfig has them.
  [/-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g, '…'],
  [/LS0tLS1CRUdJT[\w+/=-]*/g, '…'],
  [/\bbearer\s+[A-Za-z0-9+/=._~-]{6,}/gi, 'Bearer …'],
  // Prose has no capitals or digits in its words: "basic authentication" is none.
  [/\b([Bb]asic|BASIC)\s+(?=[a-z+/]*[A-Z0-9=])[A-Za-z0-9+/=]{6,}/g, '$1 …'],
  // JSON Web Tokens, which is what tokens of ServiceAccounts are; a message may be cut within one.
  [/(?<![A-Za-z0-9])eyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?/g, '…'],
  // Tokens that are known by how they begin: GitHub, GitLab, Slack, AWS, Google, Docker, Vault.
  [
    /(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|glpat-|xox[abposr]-|AIza|ya29\.|dckr_pat_|hvs\.)[\w-]{16,}|(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}/g,
    '…',
  ],
  // Any scheme (Token, ApiKey, Digest with what follows it, AWS4-HMAC-SHA256), or none; in a Go map, in brackets.
  [
    new RegExp(
      `(authorization\\\\*["']?\\s*[:=]\\s*\\\\*["']?\\[?)(?:[a-z][\\w-]*\\s+)?(?:${PARAMETER}|[^\\s,;"'\\]]+)(?:\\s*,?\\s*${PARAMETER})*(\\s*…)?`,
      'gi',
    ),
    '$1…',
  ],
  [new RegExp(`(cookie\\\\*["']?\\s*[:=]\\s*\\\\*["']?\\[?)${COOKIE}(?:;\\s*${COOKIE})*`, 'gi'), '$1…'],
  // An environment variable, as JSON and as YAML: whatever it is called.
  [/(name\\*["']\s*:\s*\\*["'][\w.-]+\\*["'],\s*\\*["']value\\*["']\s*:\s*\\*["'])[^"'\\]+/gi, '$1…'],
  [/(name:\s*["']?[\w.-]+["']?(?:\\n|\s)+value:[ \t]*)(?:(?!\\n)[^\n])+/gi, '$1…'],
  // In quotes up to the one that closes them, which has as many backslashes before it as the one that opened them.
  [new RegExp(`(${SECRET_NAME}\\\\*["']?\\s*[:=]\\s*(\\\\*)(["']))(?:(?!(?<!\\\\)\\2\\3).)+`, 'gis'), '$1…'],
  [new RegExp(`(${SECRET_NAME}${IS})${PROSE}[^\\s"',;&}\\\\]+`, 'gi'), '$1…'],
  [new RegExp(`((?<![\\w-])--?(?:[\\w-]*[-_])?${SECRET_NAME}\\s+)(?:"[^"]*"|'[^']*'|[^\\s"',]+)`, 'gi'), '$1…'],
  // In an address whatever stands before the @ may be a token. A password may hold an @ itself.
  [/\/\/[^/\s"'<>]+@/g, '//…@'],
  // The same in a message that was cut before the @; behind a host stands a port.
  [/\/\/[^/\s"'<>@:[]+:(?!\d{1,5}\W*$)[^/\s"'<>@…]+(?=…?$)/g, '//…'],
];

/** Takes tokens, passwords, keys and certificates out of a text that may be shown, logged or copied. */
export function redact(text: string): string {
  return SECRETS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
