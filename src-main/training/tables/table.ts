import type { Draft, KubeObject } from '../cluster-api.ts';
import type { Kind } from '../kinds.ts';
import type { Column } from './column.ts';
import { COLUMNS } from './columns.ts';

/** How much of an object a row carries. */
export type IncludeObject = 'Metadata' | 'Object' | 'None';

/** Objects as a `Table` of meta.k8s.io/v1. `headers: false` for the later events of a watch, which don't repeat them. */
export function tableOf(
  objects: readonly KubeObject[],
  kind: Kind,
  metadata: Draft,
  include: IncludeObject,
  now: number,
  headers = true,
): Draft {
  const columns = COLUMNS[kind.resource];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: headers ? columns.map(definitionOf) : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      ...(include === 'None' ? {} : { object: include === 'Object' ? object : partial(object) }),
    })),
  };
}

function definitionOf({ name, type, format, priority }: Column): Draft {
  return { name, type, format, description: '', priority };
}

function partial({ metadata }: KubeObject): Draft {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
