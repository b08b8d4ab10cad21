import { describe, expect, it } from 'vitest';
import type { ApiRequest, KubeApi } from './kube-api.ts';
import { serverVersion } from './server-version.ts';

const never = new AbortController().signal;

/** An API server that says this of itself. */
function apiOf(answer: unknown, asked: ApiRequest[] = []): KubeApi {
  return {
    json: <T>(request: ApiRequest): Promise<T> => {
      asked.push(request);
      return Promise.resolve(answer as T);
    },
    stream: () => Promise.reject(new Error('nobody streams a version')),
    clockSkewMs: () => null,
  };
}

describe('the version of the API server', () => {
  it('is its gitVersion, from /version', async () => {
    const asked: ApiRequest[] = [];
    expect(await serverVersion(apiOf({ major: '1', gitVersion: 'v1.34.4' }, asked), never)).toBe('v1.34.4');
    expect(asked.map(({ method, path }) => [method, path])).toEqual([['GET', '/version']]);
  });

  it.each([[{}], [null], ['v1'], [{ gitVersion: 7 }], [{ gitVersion: '' }]])('is not known of %j', async (answer) => {
    expect(await serverVersion(apiOf(answer), never)).toBeNull();
  });

  it('is bounded', async () => {
    expect(await serverVersion(apiOf({ gitVersion: 'v'.repeat(10_000) }), never)).toHaveLength(64);
  });
});
