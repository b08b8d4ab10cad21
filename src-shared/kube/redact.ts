// Errors are known to carry request headers with them (CVE-2019-11250), and messages of a cluster carry anything.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi, '$1 …'],
  // JSON Web Tokens, which is what tokens of ServiceAccounts are.
  [/\bey[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*)?/g, '…'],
  [/(authorization["']?\s*[:=]\s*["']?)[^\s,;"']+(\s*…)?/gi, '$1…'],
  [/((?:token|password|client-key-data|client-certificate-data)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, '$1…'],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|$)/g, '…'],
  [/\/\/[^/\s@]*:[^/\s@]*@/g, '//…@'],
];

/** Takes tokens, passwords, keys and certificates out of a text that may be shown, logged or copied. */
export function redact(text: string): string {
  return SECRETS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
