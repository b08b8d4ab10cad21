import type { ExportedSide, RunExport } from '../../src-shared/traffic/export-run.ts';

const endpoint = (pod: string): RunExport['services'][number]['endpoints'][number] => ({
  pod,
  ip: '10.244.0.1',
  port: 8080,
  ready: true,
});
/** One of two endpoints. */
export const SERVICES: RunExport['services'] = [
  {
    namespace: 'default',
    name: 'myapp-svc',
    clusterIP: '10.96.0.20',
    ports: [],
    sessionAffinity: 'None',
    endpoints: [endpoint('a'), endpoint('b')],
  },
];

/** What a report says of one side; `hits` of each client. */
export function aSide(
  sessionAffinity: string,
  hits: readonly Readonly<Record<string, number>>[],
  served: Readonly<Record<string, number>>,
): ExportedSide {
  return {
    service: 'default/myapp-svc',
    sessionAffinity,
    vantage: 'pod',
    requests: 10,
    failures: {},
    unidentified: 0,
    unaccounted: 0,
    clients: hits.map((each, index) => ({ name: `client-${String(index)}`, ip: null, hits: each })),
    served,
    verdict: { kind: 'nothing-counted' } as unknown as ExportedSide['verdict'],
  };
}
