import type { Pod } from '../kube/pod.ts';
import type { ServicePort } from '../kube/service.ts';
import { resolveTargetPort } from '../membership/resolve-target-port.ts';
import { finding } from './catalogue.ts';
import { mostLike } from './edit-distance.ts';
import type { Facts, Rule } from './facts.ts';
import { groupBy, namesOf, ofPods, ofService, rowsWith } from './facts.ts';
import type { Finding } from './finding.ts';

/** R5: a named targetPort that Pods have not, or have for another protocol. A number needs no containerPort: never flagged. */
export const namedPorts: Rule = (facts) =>
  facts.service.ports.flatMap((port, index) => {
    if (typeof port.targetPort !== 'string') return [];
    const without = facts.living.filter((pod) => resolveTargetPort(pod, port) === null);
    return groupBy(without, (pod) => otherProtocol(pod, port) ?? '').map((group) =>
      namedPort(facts, port, index, group),
    );
  });

function namedPort(facts: Facts, port: ServicePort, index: number, group: readonly [Pod, ...Pod[]]): Finding {
  const targetPort = String(port.targetPort);
  const pods = namesOf(group);
  const object = ofService(facts, `spec.ports[${index}].targetPort`);
  const of = { port: port.name, index, protocol: port.protocol, targetPort, pods, of: facts.living.length };
  // DNS answers with a headless Service's Pods whatever their ports are called.
  const severity = pods.length === facts.living.length && !facts.headless ? 'error' : 'warning';
  const expected = `${targetPort}/${port.protocol}`;
  const has = otherProtocol(group[0], port);
  if (has !== null) {
    const values = { expected, found: `${targetPort}/${has}` };
    return finding('named-port-other-protocol', object, { ...of, has }, { severity, values });
  }
  const names = portNames(group, port);
  const found = names.map((name) => `${name}/${port.protocol}`).join(', ');
  return finding(
    'named-port-missing',
    object,
    { ...of, names, nearest: mostLike(targetPort, names) ?? (names.length === 1 ? (names[0] ?? null) : null) },
    { severity, values: { expected, found: found === '' ? '<none>' : found } },
  );
}

/** The protocol a Pod has a port of this name for, where it is not the one asked for. */
function otherProtocol(pod: Pod, { targetPort, protocol }: ServicePort): string | null {
  const found = containerPorts(pod).find((port) => port.name === targetPort && port.protocol !== protocol);
  return found?.protocol ?? null;
}

function portNames(pods: readonly Pod[], { protocol }: ServicePort): readonly string[] {
  const names = pods.flatMap((pod) =>
    containerPorts(pod).flatMap((port) => (port.name === null || port.protocol !== protocol ? [] : [port.name])),
  );
  return [...new Set(names)].sort();
}

function containerPorts({ containers, initContainers }: Pod): Pod['containers'][number]['ports'] {
  return [...containers, ...initContainers.filter(({ sidecar }) => sidecar)].flatMap(({ ports }) => ports);
}

/** R5, with slices written by hand: kube-proxy joins ports by name and protocol, and the slice's name is another one. */
export const slicePorts: Rule = (facts) => {
  const { service, membership } = facts;
  // What the controller writes lacks a port because the Pods do: those rules tell.
  const lacking = rowsWith(facts, 'port-not-in-slice').filter(({ reasons }) =>
    reasons.some(({ code }) => code === 'hand-made'),
  );
  return service.ports.flatMap((port, index) => {
    const rows = lacking.filter(({ reasons }) =>
      reasons.some(({ code, ...of }) => code === 'port-not-in-slice' && 'port' in of && of.port === port.name),
    );
    if (rows.length === 0) return [];
    const slices = facts.input.slices ?? [];
    const carried = [
      ...new Set(slices.flatMap(({ ports }) => ports.map((each) => `${each.name}/${each.protocol}`))),
    ].sort();
    const parameters = {
      port: port.name,
      index,
      protocol: port.protocol,
      addresses: rows.flatMap(({ addresses }) => addresses).sort(),
      carried,
    };
    const severity = membership.ports[index]?.total === 0 ? 'error' : 'warning';
    const values = { expected: `${port.name}/${port.protocol}`, found: carried.join(', ') };
    const strange = slices.filter(({ ports }) => ports.every((each) => each.name !== port.name));
    const [name = ''] = strange.map(({ meta }) => meta.name).sort();
    const object = { kind: 'EndpointSlice', namespace: service.meta.namespace, name, field: 'ports' };
    return [finding('slice-lacks-port', object, parameters, { severity, values })];
  });
};

/**
 * R11: every readiness probe of a Pod knocks on a port that no port of the Service leads to, so Ready says nothing about
 * what the Service sends. Often meant so (a management port): worth knowing, no more. Probes that Istio has rewritten to
 * go through its agent (path /app-health/…) tell nothing about ports.
 */
export const probePorts: Rule = (facts) => {
  const { service, living } = facts;
  const found = living.flatMap((pod) => {
    const probed = pod.containers.flatMap((container) => {
      const { readinessProbe: probe, ports, name } = container;
      if (probe === null || probe.path?.startsWith('/app-health/') === true) return [];
      const port =
        typeof probe.port === 'string' ? ports.find((each) => each.name === probe.port)?.containerPort : probe.port;
      return typeof port === 'number' ? [{ container: name, port }] : [];
    });
    const [first] = probed;
    if (first === undefined) return [];
    const targets = service.ports.map((port) => resolveTargetPort(pod, port));
    const resolved = targets.filter((target) => target !== null);
    if (resolved.length === 0 || resolved.length < targets.length) return [];
    return probed.some(({ port }) => resolved.includes(port))
      ? []
      : [{ pod, ...first, targetPorts: [...new Set(resolved)] }];
  });
  return groupBy(found, ({ container, port, targetPorts }) => JSON.stringify([container, port, targetPorts])).map(
    (group) => {
      const [{ container, port, targetPorts }] = group;
      const pods = namesOf(group.map(({ pod }) => pod));
      return finding(
        'probe-port-not-targeted',
        ofPods(facts, pods, `spec.containers[${container}].readinessProbe`),
        { pods, container, probePort: port, targetPorts },
        { values: { expected: targetPorts.join(', '), found: String(port) } },
      );
    },
  );
};
