import { notAcceptable } from '../status-errors.ts';
import { lookUp } from '../look-up.ts';

/** What shape the client wants objects in. */
export type Shape = 'object' | 'table' | 'metadata';

export interface Wanted {
  readonly shape: Shape;
  readonly format: 'json' | 'yaml';
}

const SHAPES: Readonly<Record<string, Shape>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

const ACCEPTED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor'];

/** Reads an Accept header: the first entry the cluster can answer counts. Throws the 406 where there is none. */
export function wantedOf(accept: string): Wanted {
  if (accept.trim() === '') return { shape: 'object', format: 'json' };
  for (const entry of accept.split(',')) {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const wanted = entryOf(type, parameters);
    if (wanted !== undefined) return wanted;
  }
  throw notAcceptable(ACCEPTED);
}

function entryOf(type: string, parameters: readonly string[]): Wanted | undefined {
  const format = formatOf(type);
  if (format === undefined) return undefined;
  const values = new Map(parameters.map((each) => each.split('=', 2) as [string, string]));
  const as = values.get('as');
  if (as === undefined) return { shape: 'object', format };
  const shape = lookUp(SHAPES, as);
  const known = values.get('g') === 'meta.k8s.io' && ['v1', 'v1beta1'].includes(values.get('v') ?? '');
  return shape !== undefined && known ? { shape, format } : undefined;
}

function formatOf(type: string): Wanted['format'] | undefined {
  if (['application/json', 'application/*', '*/*'].includes(type)) return 'json';
  return type === 'application/yaml' ? 'yaml' : undefined;
}
