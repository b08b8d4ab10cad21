import { expect, it } from 'vitest';
import { aRunRequest } from '../../test/support/run-request.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { asObject } from '../kube/json-shape.ts';
import { checkRights, type CheckedRights } from './plan-permissions.ts';

/** An API server of this minor version that allows everything but `create pods/exec`. */
function rightsOn(minor: string | null): Promise<CheckedRights> {
  const answer = ({ path, body }: ApiRequest): unknown => {
    if (path === '/version') return minor === null ? {} : { major: '1', minor };
    const { verb, subresource } = asObject(asObject(asObject(body).spec).resourceAttributes);
    return { status: { allowed: !(verb === 'create' && subresource === 'exec') } };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve(answer(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  return checkRights(api, aRunRequest(), new AbortController().signal);
}

it.each(['35', '35+', '36'])(
  'create pods/exec is needed by a WebSocket on 1.%s, and is named where it is missing',
  async (minor) => {
    const { missing } = await rightsOn(minor);
    expect(missing).toMatchObject({ verb: 'create', resource: 'pods/exec', allowed: false, needed: 'run' });
  },
);

it.each(['34', '34+', '20', null])('create pods/exec is not asked for on 1.%s', async (minor) => {
  const { missing, permissions } = await rightsOn(minor);
  expect(missing).toBeNull();
  expect(permissions.map(({ verb, resource }) => `${verb} ${resource}`)).not.toContain('create pods/exec');
});
