import type { Draft, KubeObject } from '../cluster-api.ts';
import { textOf } from '../json.ts';
import { type Kind } from '../kinds.ts';
import { badRequest, expired, notFound, tooLargeVersion } from '../status-errors.ts';
import type { Backing, Call, Reply } from './call.ts';
import { json } from './call.ts';
import { foreseenVersion, listOptionsOf, type VersionRule } from './list-options.ts';
import { wantedOf } from './negotiate.ts';
import type { ObjectRoute } from './route.ts';
import { filterOf } from './selectors.ts';
import { shapeList, shapeObject } from './shape.ts';

interface Page {
  readonly items: readonly KubeObject[];
  readonly version: number;
  readonly next: string | undefined;
  readonly remaining: number | undefined;
}

export function getObject(backing: Backing, call: Call, route: ObjectRoute): Reply {
  const found = backing.cluster.get(route.kind.resource, route.namespace, route.name);
  const asked = foreseenVersion(call.query.get('resourceVersion') ?? '');
  if (asked > backing.store.version) throw tooLargeVersion(asked, backing.store.version);
  if (found === undefined) throw notFound(route.kind, route.name);
  return json(shapeObject(found, route.kind, wantedOf(call.accept), call.query, backing.cluster.now()));
}

export function listObjects(backing: Backing, call: Call, kind: Kind, namespace: string | undefined): Reply {
  const page = pageOf(backing, call, kind, namespace);
  const metadata: Draft = {
    resourceVersion: String(page.version),
    ...(page.next === undefined ? {} : { continue: page.next }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  };
  return json(shapeList(page.items, kind, metadata, wantedOf(call.accept), call.query, backing.cluster.now()));
}

function pageOf({ store }: Backing, call: Call, kind: Kind, namespace: string | undefined): Page {
  const options = listOptionsOf(call.query);
  const filter = filterOf(kind, call.query);
  const token = options.token === '' ? undefined : readToken(options.token);
  if (token !== undefined && options.version.match !== 'any') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const version = token === undefined ? versionToRead(store.version, options.version) : token.version || store.version;
  const all =
    version === store.version ? store.list(kind.resource, namespace) : store.listAt(kind.resource, namespace, version);
  if (all === undefined) throw token === undefined ? tooOldList() : tooOldToken(token, store.version);
  const rest = token === undefined ? all : all.filter((object) => keyOf(object) > token.after);
  const matching = rest.filter(filter);
  if (options.limit <= 0 || matching.length <= options.limit) {
    return { items: matching, version, next: undefined, remaining: undefined };
  }
  const items = matching.slice(0, options.limit);
  const last = items.at(-1);
  const selected = (call.query.get('labelSelector') ?? '') + (call.query.get('fieldSelector') ?? '') !== '';
  return {
    items,
    version,
    next: last === undefined ? undefined : writeToken({ version, after: keyOf(last) }),
    // With a selector the API server doesn't know how many are left.
    remaining: selected ? undefined : matching.length - items.length,
  };
}

function versionToRead(current: number, rule: VersionRule): number {
  if (rule.match !== 'any' && rule.version > current) throw tooLargeVersion(rule.version, current);
  return rule.match === 'exact' ? rule.version : current;
}

interface Token {
  readonly version: number;
  readonly after: string;
}

/** The shape of the real token, which no client may read. A version of 0 goes on from the present state. */
function writeToken({ version, after }: Token): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start: after })).toString('base64url');
}

function readToken(text: string): Token {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString()) as Draft;
    if (value.v === 'meta.k8s.io/v1' && typeof value.rv === 'number') {
      return { version: value.rv, after: textOf(value.start) };
    }
  } catch {
    // Not one of ours, as any other text that says nothing.
  }
  throw badRequest(`invalid continue token: continue key is not valid: ${whyNoToken(text)}`);
}

/** Source: encoding/json's words for a text that is no JSON from its first character on. */
function whyNoToken(text: string): string {
  const [first = 0] = Buffer.from(text, 'base64url');
  const shown =
    first >= 0x20 && first < 0x7f ? String.fromCharCode(first) : `\\u${first.toString(16).padStart(4, '0')}`;
  return `invalid character '${shown}' looking for beginning of value`;
}

function tooOldList(): Error {
  return expired('The resourceVersion for the provided list is too old.');
}

function tooOldToken({ after }: Token, _current: number): Error {
  const error = expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  );
  return Object.assign(error, {
    status: { ...error.status, metadata: { continue: writeToken({ version: 0, after }) } },
  });
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}\0${metadata.name}`;
}
