import type { Draft } from '../cluster-api.ts';
import {
  aggregated,
  aggregatedType,
  coreVersions,
  groupDocument,
  groupList,
  resourceList,
  versionInfo,
} from './discovery.ts';
import { json, type Call, type Reply } from './call.ts';
import { openapiDocument, openapiIndex } from './openapi.ts';
import { openapiV2 } from './openapi-v2.ts';

/** Paths that anyone may read, as `system:public-info-viewer` lets them. */
export const PUBLIC_PATHS: readonly string[] = ['/healthz', '/livez', '/readyz', '/version'];

/** What stands under a path that is no resource. Undefined where nothing does. */
export function documentAt(path: string, call: Call, host: string): Reply | undefined {
  if (call.method !== 'GET' && call.method !== 'HEAD') return undefined;
  const check = /^\/(healthz|livez|readyz)(\/|$)/.exec(path)?.[1];
  if (check !== undefined) return { kind: 'text', code: 200, text: healthText(check, call.query.has('verbose')) };
  switch (path) {
    case '/':
      return json({
        paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'],
      });
    case '/version':
      return json(versionInfo());
    case '/api':
    case '/apis':
      return rootDocument(path === '/api' ? 'api' : 'apis', call, host);
    case '/openapi/v2':
      return openapiV2(call.accept);
    case '/openapi/v3':
      return json(openapiIndex());
    default:
      return found(groupPath(path));
  }
}

/** Source: apiserver server/healthz: the checks by name, of which this one has the first of any API server. */
function healthText(check: string, verbose: boolean): string {
  return verbose ? `[+]ping ok\n${check} check passed\n` : 'ok';
}

function rootDocument(root: 'api' | 'apis', call: Call, host: string): Reply {
  const type = aggregatedType(call.accept);
  if (type !== undefined) return { kind: 'json', code: 200, value: aggregated(root), type };
  return json(root === 'api' ? coreVersions(host) : groupList());
}

function groupPath(path: string): Draft | undefined {
  const [first, second, third, fourth, fifth, ...more] = path.slice(1).split('/');
  if (more.length > 0) return undefined;
  if (first === 'openapi' && second === 'v3') {
    if (third === 'api' && fourth === 'v1' && fifth === undefined) return openapiDocument('');
    return third === 'apis' && fifth === 'v1' && resourceList(fourth ?? '') !== undefined
      ? openapiDocument(fourth ?? '')
      : undefined;
  }
  if (first === 'api' && second === 'v1' && third === undefined) return resourceList('');
  if (first !== 'apis' || second === undefined || fourth !== undefined) return undefined;
  if (third === undefined) return groupDocument(second);
  return third === 'v1' ? resourceList(second) : undefined;
}

function found(value: Draft | undefined): Reply | undefined {
  return value === undefined ? undefined : json(value);
}
