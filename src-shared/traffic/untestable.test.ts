import { describe, expect, it } from 'vitest';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { failure } from '../ipc/failure.ts';
import { untestableService } from './untestable.ts';

const tcp = aServicePort({ name: 'dns-tcp', protocol: 'TCP', port: 53 });
const udp = aServicePort({ name: 'dns', protocol: 'UDP', port: 53 });
const sctp = aServicePort({ name: 'sctp', protocol: 'SCTP', port: 54 });

describe('a Service with no port to test', () => {
  it.each([
    ['only UDP', [udp], 'UDP'],
    ['only SCTP', [sctp], 'SCTP'],
    ['the protocol of its first port', [sctp, udp], 'SCTP'],
  ] as const)('is named by %s', (_of, ports, reason) => {
    expect(untestableService(aService({ ports }))).toEqual(failure('traffic.service-unsupported', { reason }));
  });

  it('is not one that has a TCP port beside another', () => {
    expect(untestableService(aService({ ports: [udp, tcp] }))).toBeNull();
  });
});
