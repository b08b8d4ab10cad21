import { describe, expect, it } from 'vitest';
import { projectService } from '../../src-main/kube/project-service.ts';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { golden, projected } from '../../test/support/golden.ts';
import { formatSelector } from './label-selector.ts';
import {
  printClusterIP,
  printClusterIPs,
  printExternalIP,
  printServicePorts,
  printTargetPorts,
} from './print-service.ts';
import type { Service } from './service.ts';

interface ServiceCase {
  readonly object: unknown;
  readonly cells: readonly string[];
  readonly wide: readonly string[];
}

/** NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S). */
const columns = (service: Service, wide: boolean): readonly string[] => [
  service.meta.name,
  service.type,
  printClusterIP(service),
  printExternalIP(service, wide),
  printServicePorts(service.ports),
];

describe('kubectl get services', () => {
  const cases = golden<ServiceCase>('services').cases.map((each) => ({
    ...each,
    service: projected(projectService, each.object),
  }));

  it('prints the same columns', () => {
    expect(cases.map(({ service }) => columns(service, false))).toEqual(cases.map(({ cells }) => cells.slice(0, 5)));
  });

  it('prints the same with -o wide, SELECTOR included', () => {
    expect(cases.map(({ service }) => [...columns(service, true), formatSelector(service.selector)])).toEqual(
      cases.map(({ wide }) => [...wide.slice(0, 5), wide[6]]),
    );
  });
});

it('prints TARGET and all ClusterIPs, which kubectl has not', () => {
  const ports = [aServicePort(), aServicePort({ name: 'named', targetPort: 'http' })];
  expect(printTargetPorts(ports)).toBe('8080,http');
  expect(printTargetPorts([])).toBe('<none>');
  expect(printClusterIPs(aService({ clusterIPs: ['10.96.0.1', 'fd00::1'] }))).toBe('10.96.0.1,fd00::1');
  expect(printClusterIPs(aService({ clusterIPs: [] }))).toBe('<none>');
});
