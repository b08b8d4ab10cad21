import type { Draft, KubeObject } from '../cluster-api.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { tableOf, type IncludeObject } from '../tables/table.ts';
import type { Wanted } from './negotiate.ts';

/** One object in the shape the client wants. `now` is for ages in tables. */
export function shapeObject(
  object: KubeObject,
  kind: Kind,
  wanted: Wanted,
  query: URLSearchParams,
  now: number,
): Draft {
  switch (wanted.shape) {
    case 'object':
      return ordered(object);
    case 'metadata':
      return metadataOf(object);
    case 'table':
      return tableOf([object], kind, { resourceVersion: object.metadata.resourceVersion }, includeOf(query), now);
  }
}

/** A list in the shape the client wants. Items of a typed list don't repeat its kind, as the API server's don't. */
export function shapeList(
  objects: readonly KubeObject[],
  kind: Kind,
  metadata: Draft,
  wanted: Wanted,
  query: URLSearchParams,
  now: number,
): Draft {
  switch (wanted.shape) {
    case 'object':
      return {
        kind: `${kind.kind}List`,
        apiVersion: apiVersionOf(kind),
        metadata,
        items: objects.map(({ kind: _kind, apiVersion: _version, ...rest }) => rest),
      };
    case 'metadata':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: objects.map(metadataOf),
      };
    case 'table':
      return tableOf(objects, kind, metadata, includeOf(query), now);
  }
}

/** The metadata alone. */
export function metadataOf(object: KubeObject): Draft {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** How much of an object a table's row carries. */
export function includeOf(query: URLSearchParams): IncludeObject {
  const text = query.get('includeObject');
  return text === 'Object' || text === 'None' ? text : 'Metadata';
}

/** kind and apiVersion first, as the API server writes them. */
function ordered(object: KubeObject): Draft {
  const { kind, apiVersion, metadata, ...rest } = object;
  return { kind, apiVersion, metadata, ...rest };
}
