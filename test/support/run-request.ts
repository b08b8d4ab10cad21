import type { RunRequest } from '../../src-shared/traffic/run-request.ts';

/** 10 requests at 10/s from one client to Service `web` of namespace `n`, port 80. */
export function aRunRequest(change: Partial<RunRequest> = {}): RunRequest {
  return {
    namespace: 'n',
    service: 'web',
    port: 80,
    scheme: 'http',
    path: '/',
    requests: 10,
    rate: 10,
    clients: 1,
    timeoutMs: 1_000,
    newConnection: true,
    affinity: 'as-is',
    identify: { by: 'answer' },
    ...change,
  };
}
