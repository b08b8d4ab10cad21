import { sameSpec } from '../../schema/same-spec.ts';
import type { PodTemplate } from '../shapes.ts';
import { HASH } from './deployment-shapes.ts';

/** Letters and digits that make no words. Source: apimachinery util/rand SafeEncodeString. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * The hash in a ReplicaSet's name: FNV-1a over the template, as Kubernetes makes it, but over JSON and not Go's own
 * print of the struct, so that the letters differ from a real cluster's.
 */
export function templateHash(template: PodTemplate, collisions: number | undefined): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(stable(template) + (collisions === undefined ? '' : ` ${collisions}`))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return Array.from(String(hash), (digit) => SAFE[digit.charCodeAt(0) % SAFE.length] ?? '').join('');
}

/** Whether both make the same Pods: the hash among the labels says nothing. Source: k/k deployment util EqualIgnoreHash. */
export function sameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  return sameSpec(plain(a), plain(b));
}

function plain(template: PodTemplate): unknown {
  const { [HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  const { creationTimestamp: _time, ...metadata } = template.metadata ?? {};
  return { ...template, metadata: { ...metadata, labels } };
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
