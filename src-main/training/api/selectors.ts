import { matchesLabels } from '../admission/label-query.ts';
import type { KubeObject } from '../cluster-api.ts';
import type { Kind } from '../kinds.ts';
import { parseFieldQuery } from './parse-field-query.ts';
import { parseLabelQuery } from './parse-label-query.ts';
import { fieldOf } from './selectable-fields.ts';

/** Which objects a list or watch is about. */
export type Filter = (object: KubeObject) => boolean;

/** The filter of labelSelector and fieldSelector. Throws the 400 of a selector that can't be read. */
export function filterOf(kind: Kind, query: URLSearchParams): Filter {
  const labels = parseLabelQuery(query.get('labelSelector') ?? '');
  const fields = parseFieldQuery(query.get('fieldSelector') ?? '').map((term) => ({
    ...term,
    read: fieldOf(kind, term.field),
  }));
  return (object) =>
    matchesLabels(labels, object.metadata.labels) &&
    fields.every(({ read, equal, value }) => (read(object) === value) === equal);
}
