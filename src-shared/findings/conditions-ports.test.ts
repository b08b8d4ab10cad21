import { describe, expect, it } from 'vitest';
import {
  aContainer,
  aPod,
  aService,
  aServicePort,
  aSlice,
  anEndpoint,
  anEndpointPort,
} from '../../test/support/builders.ts';
import { found, only, said, WELL } from '../../test/support/findings/found.ts';
import type { World } from '../../test/support/findings/world.ts';
import { twoPods } from '../../test/support/findings/world.ts';
import type { ContainerPort, Pod, ProbeTarget } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';

// What inside a rule decides, one condition a line: the world, and all that is found in it.

describe('R5 and R11: ports', () => {
  const port = (name: string | null, containerPort: number, protocol: ContainerPort['protocol'] = 'TCP') => ({
    name,
    containerPort,
    protocol,
  });
  const http = aService({ ports: [aServicePort({ targetPort: 'http' })] });
  const withPorts = (...ports: readonly ContainerPort[]): readonly Pod[] =>
    twoPods({ containers: [aContainer({ ports })] });
  const probe = (to: ProbeTarget['port'], more: Partial<ProbeTarget> = {}): ProbeTarget => ({
    kind: 'httpGet',
    port: to,
    path: '/',
    ...more,
  });
  const asked = (to: string, ...ports: readonly ContainerPort[]): readonly Pod[] =>
    twoPods({ containers: [aContainer({ ports, readinessProbe: probe(to) })] });
  const probing = (...probes: readonly ProbeTarget[]): Partial<World> => ({
    pods: twoPods({
      containers: probes.map((readinessProbe, index) => aContainer({ name: `c${String(index)}`, readinessProbe })),
    }),
  });
  const sidecar = aContainer({ name: 'proxy', sidecar: true, readinessProbe: probe(8080) });

  it('R5: an error where no Pod has the port, whatever else they have', () => {
    const [first, second] = [withPorts(), withPorts(port('http', 53, 'UDP'))];
    const pods = [...first.slice(0, 1), ...second.slice(1)];
    expect(said({ service: http, pods })).toEqual(['error named-port-missing', 'error named-port-other-protocol']);
    expect(said({ service: http, pods: [...first.slice(0, 1), ...withPorts(port('http', 80)).slice(1)] })).toEqual([
      'warning named-port-missing',
      'info one-endpoint',
    ]);
  });

  it.each<[string, readonly Pod[], string | null]>([
    ['a name like it', withPorts(port('htttp', 8080), port('metrics', 9090)), 'htttp'],
    ['not the same over TLS', withPorts(port('https', 8443), port('metrics', 9090)), null],
    ['not that alone, though a probe asks it', asked('https', port('https', 8443)), null],
    ['not what is added for metrics', withPorts(port('http-metrics', 9090)), null],
    [
      'but a longer name that the probe asks',
      asked('http-web', port('http-metrics', 1), port('http-web', 2)),
      'http-web',
    ],
    [
      'not one that is in some of the Pods probed',
      [...asked('http-a', port('http-a', 1)).slice(0, 1), ...withPorts(port('http-a', 1)).slice(1)],
      null,
    ],
    [
      'the one name, which the probe asks',
      twoPods({ containers: [aContainer({ ports: [port('web', 8080)], readinessProbe: probe('web') })] }),
      'web',
    ],
    [
      'the one name, whose number the probe asks',
      twoPods({ containers: [aContainer({ ports: [port('web', 8080)], readinessProbe: probe(8080) })] }),
      'web',
    ],
    ['not one name that is another thing', withPorts(port('metrics', 9090)), null],
    ['not one of two others', withPorts(port('grpc', 1), port('metrics', 2)), null],
  ])('R5 offers %s', (_, pods, nearest) => {
    expect(only({ service: http, pods }, 'named-port-missing').parameters.nearest).toBe(nearest);
  });

  it('R5 tells of the slice that carries another protocol, and asks it of no headless Service', () => {
    const service = (headless: boolean): Service =>
      aService({
        selector: null,
        ports: [aServicePort({ name: 'web' })],
        clusterIPs: [headless ? 'None' : '10.96.0.10'],
      });
    const slices = [
      aSlice({ managedBy: 'me', ports: [anEndpointPort({ name: 'web', protocol: 'UDP' })], endpoints: [anEndpoint()] }),
    ];
    expect(only({ service: service(false), slices }, 'slice-lacks-port')).toMatchObject({
      severity: 'error',
      object: { kind: 'EndpointSlice', name: 'web-abc' },
      values: { expected: 'web/TCP', found: 'web/UDP' },
    });
    expect(said({ service: service(true), slices })).toEqual(['info headless', 'info no-selector', ...WELL]);
    const numberless = [
      aSlice({ managedBy: 'me', ports: [anEndpointPort({ name: 'web', port: null })], endpoints: [anEndpoint()] }),
    ];
    expect(only({ service: service(false), slices: numberless }, 'slice-lacks-port').object.name).toBe('web-abc');
  });

  it.each<[string, Partial<World>, boolean]>([
    ['a probe that asks another port', probing(probe(9090)), true],
    ['an exec probe beside it may ask the right one', probing(probe(9090), probe(null, { kind: 'exec' })), false],
    ['so may one Istio has rewritten', probing(probe(15021), probe(15020, { path: '/app-health/web/readyz' })), false],
    [
      'a sidecar’s probe counts',
      { pods: twoPods({ containers: [aContainer({ readinessProbe: probe(9090) })], initContainers: [sidecar] }) },
      false,
    ],
    [
      'one of an init container that has ended does not',
      {
        pods: twoPods({
          containers: [aContainer({ readinessProbe: probe(9090) })],
          initContainers: [{ ...sidecar, sidecar: false }],
        }),
      },
      true,
    ],
    ['a Service whose port does not resolve is told of by that', { ...probing(probe(9090)), service: http }, false],
  ])('R11: %s', (_, world, raised) => {
    expect(found(world).some(({ code }) => code === 'probe-port-not-targeted')).toBe(raised);
  });
});

describe('R7: families', () => {
  const dual = aService({ ipFamilies: ['IPv4', 'IPv6'] });
  const both = twoPods().map((pod, index) => ({ ...pod, podIPs: [...pod.podIPs, `fd00::${String(index + 1)}`] }));

  it.each<[string, Partial<World>, readonly string[]]>([
    ['no Pod has the second family', { service: dual }, ['warning no-address-of-family']],
    ['each has both', { service: dual, pods: both }, WELL],
    ['one of them has both', { service: dual, pods: [...both.slice(0, 1), ...twoPods().slice(1)] }, WELL],
    ['headless: DNS leaves the family out', { service: { ...dual, clusterIPs: ['None'] } }, ['info headless', ...WELL]],
    [
      'a Pod with none of its families, beside others',
      { service: dual, pods: [...both, aPod({ meta: { name: 'x' }, podIPs: [] })] },
      ['warning pod-without-ip'],
    ],
  ])('%s', (_, world, findings) => {
    expect(said(world)).toEqual(findings);
  });

  it('names the family that is missing, and is an error where it is all there is', () => {
    expect(only({ service: dual }, 'no-address-of-family')).toMatchObject({
      parameters: { families: ['IPv6'], pods: ['web-1', 'web-2'] },
      values: { expected: 'IPv6', found: '10.244.0.1, 10.244.0.2' },
    });
    expect(said({ service: aService({ ipFamilies: ['IPv6'] }) })).toEqual(['error no-address-of-family']);
    const one = twoPods().map((pod, index) => (index === 0 ? { ...pod, podIPs: ['fd00::1'] } : pod));
    expect(said({ pods: one })).toEqual(['warning no-address-of-family', 'info one-endpoint']);
  });
});
