import { describe, expect, it } from 'vitest';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { aContainer, aPod, aService } from '../../test/support/builders.ts';
import { measuredSides, planCaveats, type CaveatFacts } from './plan-caveats.ts';

const request: RunRequest = {
  namespace: 'n',
  service: 'web',
  port: 80,
  scheme: 'http',
  path: '/',
  requests: 200,
  rate: 50,
  clients: 2,
  timeoutMs: 2_000,
  newConnection: true,
  affinity: 'as-is',
  identify: { by: 'answer' },
};
const members = ['a', 'b', 'c', 'd'].map((pod) => ({ uid: pod, pod, ips: [], ready: true, hinted: false }));
const ended = { ...members[0], uid: 'e', pod: 'e', ips: [], ready: false, hinted: false };
const codes = (change: Partial<CaveatFacts>): readonly string[] =>
  planCaveats({
    request,
    service: aService(),
    members,
    pods: [],
    proxyMode: 'iptables',
    client: 'job',
    ...change,
  }).map((caveat) => caveat.code);

describe('planCaveats', () => {
  it.each<[string, Partial<CaveatFacts>, readonly string[]]>([
    ['a plain run', {}, ['random-choice']],
    ['ipvs', { proxyMode: 'ipvs' }, ['round-robin']],
    ['an unknown proxy', { proxyMode: 'unknown' }, ['proxy-mode-unknown']],
    ['nobody ready', { members: [ended] }, ['random-choice', 'no-endpoint']],
    ['one ready', { members: members.slice(0, 1) }, ['random-choice', 'one-endpoint']],
    ['slices unreadable', { members: null }, ['random-choice']],
    ['few requests', { request: { ...request, requests: 28 } }, ['random-choice', 'few-requests']],
    ['enough requests', { request: { ...request, requests: 29 } }, ['random-choice']],
    ['https', { request: { ...request, scheme: 'https' } }, ['random-choice', 'certificate-not-verified']],
    ['keep-alive', { request: { ...request, newConnection: false } }, ['random-choice', 'keep-alive']],
    ['Local', { service: aService({ internalTrafficPolicy: 'Local' }) }, ['random-choice', 'traffic-policy-local']],
    [
      'hints on all that are ready',
      { members: [...members.map((member) => ({ ...member, hinted: true })), ended] },
      ['random-choice', 'hints'],
    ],
    [
      'hints on some',
      { members: members.map((member) => ({ ...member, hinted: member.pod !== 'a' })) },
      ['random-choice'],
    ],
    [
      'clients that ask less often than ClientIP remembers them',
      {
        service: aService({ sessionAffinity: 'ClientIP', affinityTimeoutSeconds: 2 }),
        request: { ...request, rate: 1 },
      },
      ['random-choice', 'affinity-expires', 'affinity-key-is-source-ip'],
    ],
    [
      'clients that it just remembers',
      {
        service: aService({ sessionAffinity: 'ClientIP', affinityTimeoutSeconds: 3 }),
        request: { ...request, rate: 1 },
      },
      ['random-choice', 'affinity-key-is-source-ip'],
    ],
    ['bare Pods', { client: 'pod' }, ['random-choice', 'bare-pod']],
    [
      'one client beside',
      { request: { ...request, clients: 1, affinity: 'beside' } },
      ['random-choice', 'one-client', 'affinity-key-is-source-ip'],
    ],
    [
      'a mesh',
      { pods: [aPod({ containers: [aContainer(), aContainer({ name: 'istio-proxy' })] })] },
      ['random-choice', 'mesh'],
    ],
    [
      'a mesh as a sidecar',
      { pods: [aPod({ initContainers: [aContainer({ name: 'linkerd-proxy' })] })] },
      ['random-choice', 'mesh'],
    ],
  ])('of %s', (_, change, expected) => expect(codes(change)).toEqual(expected));
});

it('measuredSides puts the Service’s own first', () => {
  expect(measuredSides('ClientIP', request)).toEqual(['ClientIP']);
  expect(measuredSides('ClientIP', { ...request, affinity: 'beside' })).toEqual(['ClientIP', 'None']);
  expect(measuredSides('None', { ...request, affinity: 'patch' })).toEqual(['None', 'ClientIP']);
});
