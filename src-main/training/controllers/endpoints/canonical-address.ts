import { isIP } from 'node:net';

/** An address the way Go prints it, whatever way it was written; undefined where it is none. */
export function canonicalAddress(text: string): string | undefined {
  if (text.includes(':')) {
    if (isIP(text) !== 6) return undefined;
    return new URL(`http://[${text}]`).hostname.slice(1, -1);
  }
  // Leading zeros are read as decimal, as Kubernetes' ParseIPSloppy does.
  const plain = text
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? String(Number(part)) : part))
    .join('.');
  return isIP(plain) === 4 ? plain : undefined;
}
