import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './places.mjs';

// What `kubectl explain` says of a field, taken from what a real API server answers. By hand, with a new Kubernetes:
//   for p in api/v1 apis/apps/v1 …; do kubectl get --raw /openapi/v3/$p; done > FILES; node scripts/descriptions.mjs FILES

/** @typedef {{ description?: string, enum?: string[] }} Property */
/** @typedef {{ description?: string, properties?: Record<string, Property> }} Schema */

const TARGET = join(ROOT, 'src-main', 'training', 'schema', 'descriptions.json');
const FIELD_LISTS = ['meta', 'pod', 'core', 'group'].map((name) =>
  readFileSync(join(ROOT, 'src-main', 'training', 'schema', `${name}-fields.ts`), 'utf8'),
);
/** Types that the training cluster has: each begins a line of a field list. */
const known = new Set(FIELD_LISTS.flatMap((text) => [...text.matchAll(/^([A-Z]\w+) \S+:/gm)].map(([, name]) => name)));

// No fields, and in no list.
for (const scalar of ['IntOrString', 'Quantity']) known.add(scalar);

/** @type {Record<string, Record<string, string[]>>} */
const types = {};
for (const file of process.argv.slice(2)) {
  /** @type {{ components: { schemas: Record<string, Schema> } }} */
  const document = JSON.parse(readFileSync(file, 'utf8'));
  for (const [path, { description = '', properties = {} }] of Object.entries(document.components.schemas)) {
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (!known.has(name) || types[name] !== undefined) continue;
    const fields = Object.entries(properties).map(([field, property]) => [
      field,
      [property.description ?? '', ...(property.enum ?? [])],
    ]);
    types[name] = { '': [description], ...Object.fromEntries(fields) };
  }
}
const source =
  'Of each type its description, of each field its description and its values. From /openapi/v3 of kube-apiserver 1.34.4, ' +
  'whose texts are those of k8s.io/api and k8s.io/apimachinery: Copyright The Kubernetes Authors, Apache License 2.0.';
const sorted = Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(TARGET, `${JSON.stringify({ source, types: sorted }, null, 1)}\n`);
