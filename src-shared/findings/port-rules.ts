import type { Container, Pod } from '../kube/pod.ts';
import { runningContainers } from '../kube/pod.ts';
import type { ServicePort } from '../kube/service.ts';
import { resolveTargetPort } from '../membership/resolve-target-port.ts';
import { finding } from './catalogue.ts';
import type { Facts, Rule } from './facts.ts';
import { groupBy, namesOf, ofPods, ofService, rowsWith } from './facts.ts';
import type { Finding, Severity } from './finding.ts';
import { namedPortMeant } from './named-port-meant.ts';
import { listed } from './side-by-side.ts';
import { renameOfPort } from './slice-port-meant.ts';
import { portMeantForProbed } from './target-port-meant.ts';

/** R5: a named targetPort that Pods have not, or have for another protocol. A number needs no containerPort: never flagged. */
export const namedPorts: Rule = (facts) =>
  facts.service.ports.flatMap((port, index) => {
    if (typeof port.targetPort !== 'string') return [];
    const without = facts.living.filter((pod) => resolveTargetPort(pod, port) === null);
    // Slices written by hand beside the controller's may lead somewhere all the same.
    const nobody = without.length === facts.living.length && (facts.membership.ports[index]?.ready ?? 0) === 0;
    // DNS answers with a headless Service's Pods whatever their ports are called.
    const severity = nobody && !facts.headless ? 'error' : 'warning';
    return groupBy(without, (pod) => otherProtocol(pod, port) ?? '').map((group) =>
      namedPort(facts, { port, index, severity }, group),
    );
  });

function namedPort(
  facts: Facts,
  { port, index, severity }: { readonly port: ServicePort; readonly index: number; readonly severity: Severity },
  group: readonly [Pod, ...Pod[]],
): Finding {
  const targetPort = String(port.targetPort);
  const object = ofService(facts, `spec.ports[${index}].targetPort`);
  const of = {
    port: port.name,
    index,
    protocol: port.protocol,
    targetPort,
    pods: namesOf(group),
    of: facts.living.length,
  };
  const expected = `${targetPort}/${port.protocol}`;
  const has = otherProtocol(group[0], port);
  if (has !== null) {
    const values = { expected, found: `${targetPort}/${has}` };
    return finding('named-port-other-protocol', object, { ...of, has }, { severity, values });
  }
  const names = portNames(group, port);
  const found = listed(names.map((name) => `${name}/${port.protocol}`));
  return finding(
    'named-port-missing',
    object,
    { ...of, names, nearest: namedPortMeant(targetPort, names, group) },
    { severity, values: { expected, found } },
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

function containerPorts(pod: Pod): Container['ports'] {
  return runningContainers(pod).flatMap(({ ports }) => ports);
}

/**
 * R5, with slices written by hand: kube-proxy joins ports by name and protocol, and the slice's is another one. Not asked of
 * a headless Service: DNS answers with its addresses whatever their ports are called.
 */
export const slicePorts: Rule = (facts) => {
  const { input, service, membership, headless } = facts;
  if (headless) return [];
  // What the controller writes lacks a port because the Pods do: those rules tell.
  const lacking = rowsWith(facts, 'port-not-in-slice').filter(({ reasons }) =>
    reasons.some(({ code }) => code === 'hand-made'),
  );
  return service.ports.flatMap((port, index) => {
    const { name, protocol } = port;
    const rows = lacking.filter(({ ports }) => ports[index]?.inSlice === false);
    if (rows.length === 0) return [];
    const slices = (input.slices ?? []).map(({ meta, ports }) => ({
      name: meta.name,
      // Without a number a port is no port for kube-proxy.
      carries: ports.flatMap((each) => (each.port === null ? [] : [`${each.name}/${each.protocol}`])),
    }));
    const carried = [...new Set(slices.flatMap(({ carries }) => carries))].sort();
    const expected = `${name}/${protocol}`;
    const [strange = ''] = slices.flatMap((each) => (each.carries.includes(expected) ? [] : [each.name])).sort();
    const addresses = rows.flatMap((row) => row.addresses).sort();
    const object = { kind: 'EndpointSlice', namespace: service.meta.namespace, name: strange, field: 'ports' };
    const severity = membership.ports[index]?.total === 0 ? 'error' : 'warning';
    const values = { expected, found: listed(carried) };
    const rename = renameOfPort(facts, port);
    const of = { port: name, index, protocol, addresses, carried, rename };
    return [finding('slice-lacks-port', object, of, { severity, values })];
  });
};

/**
 * R11: every readiness probe of a Pod knocks on a port that no port of the Service leads to, so Ready says nothing about
 * what the Service sends. Often meant so (a management port): worth knowing, no more. A Pod with a probe that tells no port
 * may ask the right one: exec, and what Istio has rewritten to go through its agent (path /app-health/…).
 */
export const probePorts: Rule = (facts) => {
  const { service, living } = facts;
  const found = living.flatMap((pod) => {
    const probed = probesOf(pod);
    const [first] = probed ?? [];
    if (first === undefined) return [];
    const targets = service.ports.map((port) => resolveTargetPort(pod, port));
    const resolved = targets.filter((target) => target !== null);
    if (resolved.length === 0 || resolved.length < targets.length) return [];
    if (probed?.some(({ port }) => resolved.includes(port)) === true) return [];
    return [{ pod, ...first, targetPorts: [...new Set(resolved)] }];
  });
  return groupBy(found, ({ container, port, targetPorts }) => JSON.stringify([container, port, targetPorts])).map(
    (group) => {
      const [{ container, port, targetPorts }] = group;
      const pods = namesOf(group.map(({ pod }) => pod));
      return finding(
        'probe-port-not-targeted',
        ofPods(facts, pods, `spec.containers[${container}].readinessProbe`),
        { pods, container, probePort: port, targetPorts, meant: portMeantForProbed(service, living, port) },
        { values: { expected: targetPorts.join(', '), found: String(port) } },
      );
    },
  );
};

/** The readiness probes of a Pod, and the port each asks; null where one of them tells none. */
function probesOf(pod: Pod): readonly { readonly container: string; readonly port: number }[] | null {
  const probed = runningContainers(pod).flatMap(({ name, ports, readinessProbe: probe }) => {
    if (probe === null) return [];
    const number = ports.find((each) => each.name === probe.port)?.containerPort;
    const port = typeof probe.port === 'string' ? number : probe.port;
    return [{ container: name, port: probe.path?.startsWith('/app-health/') === true ? null : port }];
  });
  const told = probed.flatMap(({ container, port }) => (port == null ? [] : [{ container, port }]));
  return told.length < probed.length ? null : told;
}
