import { describe, expect, it } from 'vitest';
import { aContainer, aPod, aServicePort } from '../../test/support/builders.ts';
import type { Protocol } from '../kube/service.ts';
import { resolveTargetPort } from './resolve-target-port.ts';

const ported = (containerPort: number, protocol: Protocol = 'TCP', name = 'http') => [
  { name, containerPort, protocol },
];
const http = aServicePort({ targetPort: 'http' });

describe('resolveTargetPort', () => {
  it('a number stands for itself, with no containerPort', () => {
    expect(resolveTargetPort(aPod(), aServicePort({ targetPort: 9 }))).toBe(9);
  });

  it('a name is looked up by name and protocol', () => {
    const pod = aPod({ containers: [aContainer({ ports: [...ported(53, 'UDP'), ...ported(8080)] })] });
    expect(resolveTargetPort(pod, http)).toBe(8080);
    expect(resolveTargetPort(pod, { ...http, protocol: 'UDP' })).toBe(53);
    expect(resolveTargetPort(pod, { ...http, protocol: 'SCTP' })).toBeNull();
  });

  it('in containers first, then in sidecars, never in init containers that end', () => {
    const [init, sidecar] = [false, true].map((is) => aContainer({ sidecar: is, ports: ported(is ? 2 : 1) }));
    const initContainers = [init, sidecar].filter((each) => each !== undefined);
    expect(resolveTargetPort(aPod({ initContainers }), http)).toBe(2);
    expect(resolveTargetPort(aPod({ initContainers: initContainers.slice(0, 1) }), http)).toBeNull();
    expect(resolveTargetPort(aPod({ initContainers, containers: [aContainer({ ports: ported(3) })] }), http)).toBe(3);
  });
});
