import { compared } from './fields.ts';

/** What differs between any two clusters, by what it looks like in a text. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/10\.96\.\d+\.\d+/g, '<service-ip>'],
  [/10\.244\.\d+\.\d+/g, '<pod-ip>'],
  [/10\.250\.\d+\.\d+/g, '<node-ip>'],
  [/127\.0\.0\.1:\d+/g, '<server>'],
  [/\b(servicescope-node|training-node-\d+|training-\d+|node-\d+)\b/g, '<node>'],
  // How many Nodes there are, and what is wrong with each.
  [/\d+\/\d+ nodes are available: .*/g, '<nodes>'],
  [/(resource version:? )\d+( \(\d+\))?/g, '$1<version>'],
  [/(current: )\d+/g, '$1<version>'],
  [/(ResourceVersion in record \()\d+/g, '$1<version>'],
  // The letters of k8s.io/apimachinery's rand package: a ReplicaSet's hash, then what generateName ends with.
  [/-[bcdfghjklmnpqrstvwxz2456789]{8,10}(?![a-z0-9])/g, '-<hash>'],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}(?![a-z0-9])/g, '-<suffix>'],
];

/** By the name of the field. */
const BY_KEY: Readonly<Record<string, (value: unknown) => unknown>> = {
  resourceVersion: (value) => (value === '' || value === '0' ? value : '<version>'),
  continue: (value) => (value === '' ? value : '<token>'),
  nodePort: (value) => (typeof value === 'number' && value >= 30_000 && value <= 32_767 ? '<node-port>' : value),
  healthCheckNodePort: () => '<node-port>',
  nodeName: () => '<node>',
  'pod-template-hash': () => '<hash>',
};

/** A transcript with what differs between any two clusters taken out; objects hold what `fields.ts` lists, and no more. */
export function normalise(value: unknown, { status }: { readonly status: boolean }): unknown {
  return plain(compared(value, status), '');
}

function plain(value: unknown, key: string): unknown {
  const special = BY_KEY[key]?.(value);
  if (special !== undefined) return special;
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) return value.map((each) => plain(each, ''));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each, name)]));
}

function textOf(value: string): string {
  return IN_TEXT.reduce((text, [pattern, name]) => text.replaceAll(pattern, name), value);
}
