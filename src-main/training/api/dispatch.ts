import { methodNotAllowed } from '../status-errors.ts';
import type { Kind } from '../kinds.ts';
import { flag, withWarnings, type Backing, type Call, type Reply } from './call.ts';
import { documentAt } from './documents.ts';
import { patchObject } from './patch-resources.ts';
import { getObject, listObjects } from './read-resources.ts';
import { answerReview } from './reviews.ts';
import { routeOf, type ObjectRoute, type Route } from './route.ts';
import { answerSubresource } from './subresources.ts';
import { watchObjects } from './watch.ts';
import { createObject, deleteCollection, deleteObject, updateObject } from './write-resources.ts';

/** A path nobody answers: plain text, as the API server says it. */
const NOT_FOUND: Reply = { kind: 'text', code: 404, text: '404 page not found\n' };

/** Answers a request that was let in. Throws StatusError. */
export function dispatch(backing: Backing, call: Call, host: string): Reply {
  const route = routeOf(call.path);
  switch (route.to) {
    case 'document':
      return documentAt(route.path, call, host) ?? NOT_FOUND;
    case 'collection':
      return deprecated(route.kind, () => collection(backing, call, route));
    case 'object':
      return deprecated(route.kind, () => object(backing, call, route));
    case 'subresource':
      return answerSubresource(backing, call, route);
    case 'review':
      if (call.method !== 'POST') throw methodNotAllowed();
      return answerReview(backing, call, route.group, route.resource);
    case 'nothing':
      return NOT_FOUND;
  }
}

/** Source: k8s.io/api core/v1 Endpoints APILifecycleDeprecated, as kubectl prints it. */
const ENDPOINTS_WARNING = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

function deprecated({ resource }: Kind, answer: () => Reply): Reply {
  return withWarnings(resource === 'endpoints' ? [ENDPOINTS_WARNING] : [], answer);
}

function collection(backing: Backing, call: Call, { kind, namespace }: Extract<Route, { to: 'collection' }>): Reply {
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return flag(call.query, 'watch')
        ? watchObjects(backing, call, kind, namespace)
        : listObjects(backing, call, kind, namespace);
    // Over all namespaces a kind that stands in them is only read.
    case 'POST':
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
      return createObject(backing, call, kind, namespace);
    case 'DELETE':
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
      if (!kind.verbs.includes('deletecollection')) throw methodNotAllowed();
      return deleteCollection(backing, call, kind, namespace);
    default:
      throw methodNotAllowed();
  }
}

function object(backing: Backing, call: Call, route: ObjectRoute): Reply {
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return flag(call.query, 'watch')
        ? watchObjects(backing, call, route.kind, route.namespace, route.name)
        : getObject(backing, call, route);
    case 'PUT':
      return updateObject(backing, call, route);
    case 'PATCH':
      return patchObject(backing, call, route);
    case 'DELETE':
      return deleteObject(backing, call, route);
    default:
      throw methodNotAllowed();
  }
}
