import type { StateFaults } from './rest.ts';

const MOST_STATES = 5;
const MOST_FAULTS = 6;

/** What is wrong, and all one needs to see why: the Service, its Pods, slices and Endpoints. */
export function tellFaults(faults: readonly StateFaults[]): string {
  const told = faults
    .slice(0, MOST_STATES)
    .map(({ state: { service, selected, slices, endpoints }, faults: found }) => {
      const { name } = service.metadata;
      const pods = selected.slice(0, 8).map(({ metadata, spec, status }) => ({
        name: metadata.name,
        uid: metadata.uid,
        deletionTimestamp: metadata.deletionTimestamp,
        labels: metadata.labels,
        nodeName: spec.nodeName,
        ports: [...spec.containers, ...(spec.initContainers ?? [])].map((each) => [
          each.name,
          each.restartPolicy,
          each.ports,
        ]),
        status: { phase: status.phase, podIPs: status.podIPs, conditions: status.conditions },
      }));
      const written = slices.slice(0, 8).map(({ metadata, addressType, ports, endpoints: listed }) => ({
        name: metadata.name,
        labels: metadata.labels,
        addressType,
        ports,
        endpoints: listed?.slice(0, 8),
      }));
      return [
        `Service ${name}: ${JSON.stringify(service.spec)}`,
        ...found.slice(0, MOST_FAULTS).map((fault) => `  ✗ ${fault}`),
        ...pods.map((pod) => `  Pod ${JSON.stringify(pod)}`),
        ...written.map((slice) => `  EndpointSlice ${JSON.stringify(slice)}`),
        `  Endpoints ${JSON.stringify(endpoints?.subsets ?? null).slice(0, 2_000)}`,
      ].join('\n');
    });
  return [`${faults.length} Services are not as predicted. The first of them:`, ...told].join('\n\n');
}
