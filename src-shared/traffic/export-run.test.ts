import { expect, it } from 'vitest';
import { exportRun } from './export-run.ts';
import type { Hit } from './hit.ts';
import type { RunStatus } from './run-update.ts';

const STATUS: RunStatus = {
  request: {
    namespace: 'shop',
    service: 'web',
    port: 80,
    scheme: 'http',
    path: '/',
    requests: 2,
    rate: 50,
    clients: 1,
    timeoutMs: 2_000,
    newConnection: true,
    affinity: 'beside',
    identify: { by: 'answer' },
  },
  serviceUid: 'uid-service-web',
  phase: { phase: 'ended', outcome: { kind: 'done' } },
  own: 'None',
  sides: [
    { affinity: 'None', service: 'web', clusterIP: '10.96.0.1', asked: 2, logged: null },
    { affinity: 'ClientIP', service: 'web-twin', clusterIP: '10.96.0.2', asked: 3, logged: { a: { c: 2 } } },
  ],
  clients: [{ name: 'c', ip: '10.244.0.9', node: 'n' }],
  members: [{ uid: '1', pod: 'a', ips: ['10.244.0.1'], from: null, until: null }],
  membershipChanges: [],
  caveats: [],
  left: [],
  unrestored: false,
};
const hit = (seq: number, side: Hit['side'], change: Partial<Hit> = {}): Hit => ({
  seq,
  at: seq,
  side,
  client: 'c',
  latencyMs: 1.5,
  status: 200,
  pod: 'a',
  rule: 'name',
  error: null,
  ...change,
});

it('exports a run in the format of the design', () => {
  const hits = [
    hit(1, 'None'),
    hit(2, 'None', { pod: null, rule: null, status: null, latencyMs: null, error: 'refused' }),
    hit(1, 'ClientIP', { pod: null, rule: null }),
  ];
  const exported = exportRun('prod', [], STATUS, hits);
  expect(exported).toEqual({
    cluster: 'prod',
    services: [],
    runs: [
      {
        service: 'web',
        sessionAffinity: 'None',
        vantage: 'client Pods in the cluster, through the ClusterIP',
        requests: 2,
        failures: { refused: 1 },
        unidentified: 0,
        unaccounted: 0,
        clients: [{ name: 'c', ip: '10.244.0.9', hits: { a: 1 } }],
        served: null,
        verdict: { kind: 'one-endpoint', pod: 'a', answers: 1 },
      },
      {
        service: 'web-twin',
        sessionAffinity: 'ClientIP',
        vantage: 'client Pods in the cluster, through the ClusterIP',
        requests: 3,
        failures: {},
        unidentified: 1,
        unaccounted: 2,
        clients: [{ name: 'c', ip: '10.244.0.9', hits: {} }],
        served: { a: 2 },
        verdict: { kind: 'one-endpoint', pod: 'a', answers: 2 },
      },
    ],
    hits: hits.map(({ side: _side, ...rest }) => rest),
  });
});
