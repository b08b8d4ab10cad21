import { describe, expect, it } from 'vitest';
import type { Service } from '#shared/kube/service.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { aService } from '../../test/support/builders.ts';
import { kubectlLines } from './plan-kubectl.ts';
import type { RunTarget } from './target-service.ts';

const request: RunRequest = {
  namespace: 'n',
  service: 'web',
  port: 80,
  scheme: 'http',
  path: "/it's",
  requests: 20,
  rate: 50,
  clients: 2,
  timeoutMs: 2_000,
  newConnection: true,
  affinity: 'as-is',
  identify: { by: 'answer' },
};

function lines(
  affinity: RunRequest['affinity'],
  change: Partial<Service> = {},
  clusterIP = '10.0.0.1',
  asked: Partial<RunRequest> = {},
): readonly string[] {
  const service = { ...aService(), ...change };
  const [port] = service.ports;
  if (port === undefined) throw new Error('a Service with a port');
  const target: RunTarget = { service, port, clusterIP };
  return kubectlLines({ ...request, ...asked, affinity }, target, {
    image: 'curl',
    imagePullSecret: null,
    imagePullPolicy: 'Never',
  });
}

describe('kubectlLines', () => {
  it('beside: one client asks the Service and the twin', () => {
    const [expose, address, ask, remove, ...rest] = lines('beside');
    expect(expose).toContain('--name=web-twin --session-affinity=ClientIP');
    expect(address).toBe("TWIN=$(kubectl get service web-twin -n n -o 'jsonpath={.spec.clusterIP}') && sleep 2");
    expect(ask).toContain(`'http://10.0.0.1:80/it'\\''s''#[1-20]' http://"$TWIN"':80/it'\\''s''#[1-20]'`);
    expect(remove).toBe('kubectl delete service web-twin -n n');
    expect(rest).toEqual([]);
  });

  it('beside over IPv6: the address stands in brackets', () => {
    expect(lines('beside', {}, 'fd00::1')[2]).toContain(`'http://\\['"$TWIN"'\\]:80/it'`);
  });

  it('patch: asks, changes, asks again, and puts back what was, with its timeout', () => {
    const changes = lines('patch', { sessionAffinity: 'ClientIP', affinityTimeoutSeconds: 600 });
    expect(changes.map((line) => line.split(' ')[1])).toEqual(['run', 'patch', 'run', 'patch']);
    expect(changes[1]).toContain(`{"spec":{"sessionAffinity":"None","sessionAffinityConfig":null}}`);
    expect(changes[3]).toContain(
      `{"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":600}}}}`,
    );
  });

  it.each<[string, Partial<RunRequest>, string]>([
    ['http', {}, `-m 2 --http1.1 --path-as-is -k -H 'Connection: close' 'http://10.0.0.1:80/it'`],
    ['https', { scheme: 'https' }, `-m 2 --http1.1 --path-as-is -k -H 'Connection: close' 'https://10.0.0.1:80/it'`],
    ['over one connection', { newConnection: false }, `-m 2 --http1.1 --path-as-is -k 'http://10.0.0.1:80/it'`],
    ['tcp', { scheme: 'tcp' }, `-m 2 --cacert /dev/null/none -w '%{num_connects}\\n' https://10.0.0.1:80/'#[1-20]'`],
  ])('asks as a run does: %s', (_how, asked, options) => {
    const [ask] = lines('as-is', {}, '10.0.0.1', asked);
    expect(ask).toContain(`--command -- curl -q --noproxy '*' -s ${options}`);
  });

  it.each<[string, Partial<Service>, object]>([
    ['internalTrafficPolicy', { internalTrafficPolicy: 'Local' }, { internalTrafficPolicy: 'Local' }],
    ['publishNotReadyAddresses', { publishNotReadyAddresses: true }, { publishNotReadyAddresses: true }],
    ['trafficDistribution', { trafficDistribution: 'PreferClose' }, { trafficDistribution: 'PreferClose' }],
    ['another family', { ipFamilies: ['IPv6'] }, { ipFamilies: ['IPv6'] }],
    [
      'two families',
      { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' },
      { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' },
    ],
  ])('the twin has the user’s %s, as that of a run', (_field, change, kept) => {
    const [create = ''] = lines('beside', change);
    const [, manifest = ''] = /^echo '(.*)' \| kubectl create -n n -f -$/.exec(create) ?? [];
    const spec = { ...kept, sessionAffinity: 'ClientIP', selector: aService().selector };
    expect(JSON.parse(manifest)).toMatchObject({ kind: 'Service', metadata: { name: 'web-twin' }, spec });
  });
});
