import { describe, expect, it } from 'vitest';
import { aContainer, aPod, aService, aServicePort } from '../../test/support/builders.ts';
import { only } from '../../test/support/findings/found.ts';
import { NOTHING_MET, NOW } from '../../test/support/findings/world.ts';
import type { Pod } from '../kube/pod.ts';
import { portMeantForProbed, portMeantForRefused } from './target-port-meant.ts';

const declaring = (name: string | null, ...ports: readonly number[]): Pod =>
  aPod({
    containers: [
      aContainer({ ports: ports.map((containerPort) => ({ name, containerPort, protocol: 'TCP' as const })) }),
    ],
  });
const listening = (...ports: readonly number[]): Pod => declaring(null, ...ports);
const to = (port: Parameters<typeof aServicePort>[0] = {}, service: Parameters<typeof aService>[0] = {}) =>
  aService({ ports: [aServicePort({ targetPort: 8081, ...port })], ...service });

describe('for a port that refuses', () => {
  it('is meant the one port that the Pods declare', () => {
    const pods = [listening(8080), declaring('http', 8080)];
    expect(portMeantForRefused(to(), 0, pods, 8081)).toEqual({ index: 0, from: 8081, to: 8080 });
  });

  it('told by a name, from that name', () => {
    const pods = [listening(8080)];
    expect(portMeantForRefused(to({ targetPort: 'web' }), 0, pods, 8081)).toMatchObject({ from: 'web', to: 8080 });
  });

  it.each([
    ['of several', [listening(8080, 9090)]],
    ['the same', [listening(8081)]],
    ['of another purpose, beside the one that refuses', [listening(8080, 8081)]],
    ['of another purpose in one of the Pods', [listening(8080), listening(8080, 8081)]],
    ['that some do not declare', [listening(8080), listening()]],
    ['for metrics', [declaring('metrics', 9090), declaring('http-metrics', 9090)]],
    ['for probes', [declaring('healthz', 8080)]],
    ['of Pods that may not be read', []],
  ])('but none %s', (_, pods) => {
    expect(portMeantForRefused(to(), 0, pods, 8081)).toBeNull();
  });

  const refused = (answered: number, ...ports: readonly number[]) =>
    only(
      {
        ...{ service: to(), pods: [listening(...ports)] },
        lastTraffic: { at: NOW, results: [{ ...NOTHING_MET, answered, refused: 3 }] },
      },
      'traffic-refused',
    );

  it('is said beside those that are declared, where nobody answered on it', () => {
    expect(refused(0, 8080).parameters.meant).toMatchObject({ to: 8080 });
    expect(refused(0, 8080).values).toEqual({ expected: '8081', found: '8080' });
    expect(refused(0, 9090, 8080).values).toEqual({ expected: '8081', found: '8080, 9090' });
    expect([refused(9, 8080).parameters.meant, refused(9, 8080).values]).toEqual([null, null]);
    expect([refused(0).values, refused(0, 8081).values]).toEqual([null, null]);
  });
});

describe('for a port that is not the one probed', () => {
  it('is meant the one that is, where the Pods declare it and not the other', () => {
    const pods = [listening(8080), listening(8080, 9090)];
    expect(portMeantForProbed(to(), pods, 8080)).toEqual({ index: 0, from: 8081, to: 8080 });
  });

  it.each([
    ['where they declare both: a port for probes', to(), [listening(8080, 8081)]],
    ['where one of them does not declare it', to(), [listening(8080), listening()]],
    ['over UDP', to({ protocol: 'UDP' }), [listening(8080)]],
    ['of a headless Service', to({}, { clusterIPs: ['None'] }), [listening(8080)]],
    ['of one of several ports', to({}, { ports: [aServicePort(), aServicePort({ port: 81 })] }), [listening(8080)]],
  ])('not %s', (_, service, pods) => {
    expect(portMeantForProbed(service, pods, 8080)).toBeNull();
  });
});
