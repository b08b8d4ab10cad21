import { describe, expect, it } from 'vitest';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import type { Service, ServicePort } from '#shared/kube/service.ts';
import { runTarget } from './target-service.ts';

const web = aServicePort({ name: 'web', port: 80 });
const admin = aServicePort({ name: 'admin', port: 81 });
const dns = (protocol: ServicePort['protocol']): ServicePort =>
  aServicePort({ name: `dns-${protocol.toLowerCase()}`, protocol, port: 53 });
const untestable = (reason: 'ExternalName' | 'headless' | 'UDP' | 'SCTP' | 'no-cluster-ip'): Failure =>
  failure('traffic.service-unsupported', { reason });

describe('the target of a run', () => {
  it.each<[string, Partial<Omit<Service, 'kind' | 'meta'>>, number, Failure]>([
    [
      'ExternalName',
      { type: 'ExternalName', clusterIPs: [], externalName: 'db.example.com' },
      80,
      untestable('ExternalName'),
    ],
    ['headless', { clusterIPs: ['None'] }, 80, untestable('headless')],
    ['a UDP port', { ports: [web, dns('UDP')] }, 53, untestable('UDP')],
    ['an SCTP port', { ports: [web, dns('SCTP')] }, 53, untestable('SCTP')],
    ['no ClusterIP yet', { clusterIPs: [] }, 80, untestable('no-cluster-ip')],
    ['an empty ClusterIP', { clusterIPs: [''] }, 80, untestable('no-cluster-ip')],
    ['a port it does not have', {}, 8080, failure('argument.invalid', { field: 'port', detail: 'not-one-of' })],
  ])('is refused: %s', (_of, fields, port, refusal) => {
    expect(runTarget(aService(fields), port)).toEqual(refusal);
  });

  it.each([
    ['TCP, where the number stands for UDP first', [dns('UDP'), dns('TCP')], 53, dns('TCP')],
    ['TCP, where it stands for UDP too', [dns('TCP'), dns('UDP')], 53, dns('TCP')],
    ['the second port of two', [web, admin], 81, admin],
    ['the first port of two', [web, admin], 80, web],
  ])('is %s', (_which, ports, number, port) => {
    const service = aService({ ports, clusterIPs: ['10.96.0.10', 'fd00::10'] });
    expect(runTarget(service, number)).toEqual({ service, port, clusterIP: '10.96.0.10' });
  });
});
