import { findKind, type Kind, type Subresource } from '../kinds.ts';
import { lookUp } from '../look-up.ts';

/** What a path of the API leads to. */
export type Route =
  | { readonly to: 'document'; readonly path: string }
  | { readonly to: 'collection'; readonly kind: Kind; readonly namespace: string | undefined }
  | ObjectRoute
  | SubresourceRoute
  | { readonly to: 'review'; readonly group: string; readonly resource: string }
  | { readonly to: 'nothing' };

export interface ObjectRoute {
  readonly to: 'object';
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface SubresourceRoute {
  readonly to: 'subresource';
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly subresource: Subresource;
}

const REVIEWS: Readonly<Record<string, readonly string[]>> = {
  'authorization.k8s.io': ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  'authentication.k8s.io': ['selfsubjectreviews'],
};

/** Reads the path, percent-encoding undone. Never throws: a path it can't read leads to nothing. */
export function routeOf(path: string): Route {
  const parts = decoded(path);
  if (parts === undefined) return { to: 'nothing' };
  const [root, ...rest] = parts;
  if (root === 'api' && rest.length >= 2) return resourceRoute('', rest[0] ?? '', rest.slice(1));
  if (root === 'apis' && rest.length >= 3) return resourceRoute(rest[0] ?? '', rest[1] ?? '', rest.slice(2));
  return { to: 'document', path: `/${parts.join('/')}` };
}

function resourceRoute(group: string, version: string, parts: readonly string[]): Route {
  const review = parts.length === 1 && version === 'v1' && lookUp(REVIEWS, group)?.includes(parts[0] ?? '') === true;
  if (review) return { to: 'review', group, resource: parts[0] ?? '' };
  const [first, namespace = '', ...rest] = parts;
  const isInside = first === 'namespaces' && rest.length > 0 && findKind(group, version, rest[0] ?? '') !== undefined;
  return isInside
    ? place(findKind(group, version, rest[0] ?? ''), namespace, rest.slice(1))
    : place(findKind(group, version, first ?? ''), undefined, parts.slice(1));
}

function place(kind: Kind | undefined, namespace: string | undefined, parts: readonly string[]): Route {
  const [name, under, ...more] = parts;
  if (kind === undefined || more.length > 0) return { to: 'nothing' };
  if (namespace !== undefined && !kind.namespaced) return { to: 'nothing' };
  if (name === undefined) return { to: 'collection', kind, namespace };
  // Objects of namespaced kinds have a path in their namespace alone.
  if (kind.namespaced && namespace === undefined) return { to: 'nothing' };
  if (under === undefined) return { to: 'object', kind, namespace, name };
  const subresource = kind.subresources.find((each) => each.name === under);
  return subresource === undefined ? { to: 'nothing' } : { to: 'subresource', kind, namespace, name, subresource };
}

function decoded(path: string): readonly string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
