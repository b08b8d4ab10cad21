import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { isHeadless } from '../kube/service.ts';
import { finding } from './catalogue.ts';
import type { Rule } from './facts.ts';
import { ofService } from './facts.ts';
import type { Finding } from './finding.ts';

/** R1: what kind of Service it is, where that decides everything else. */
export const kindOfService: Rule = (facts) => {
  const { service, headless } = facts;
  if (service.type === 'ExternalName') {
    const target = service.externalName ?? '';
    return [finding('external-name', ofService(facts, 'spec.externalName'), { target })];
  }
  return headless ? [finding('headless', ofService(facts, 'spec.clusterIP'), {})] : [];
};

/** R2: without a selector somebody writes the slices by hand; who, says their label managed-by. */
export const withoutSelector: Rule = (facts) => {
  const { input, hasSelector, membership } = facts;
  if (hasSelector || input.slices === null) return [];
  const object = ofService(facts, 'spec.selector');
  if (membership.rows.length === 0) return [finding('no-selector-no-address', object, {})];
  const managers = input.slices.flatMap(({ managedBy }) => (managedBy === null || managedBy === '' ? [] : [managedBy]));
  return [finding('no-selector', object, { managedBy: [...new Set(managers)].sort() })];
};

/** R19: the port asked for is none of the Service's. A headless Service has Pods answer for themselves, on their own ports. */
export const portAsked: Rule = ({ input, service, living }) => {
  const found = input.portAsked === null ? null : strangePort(service, living, input.portAsked);
  return found === null ? [] : [found];
};

/** R19 of a port that somebody is about to ask for; null where the Service has it. `living`: Pods it selects that have not ended. */
export function strangePort(service: Service, living: readonly Pod[], asked: number): PortAsked | null {
  if (isHeadless(service) || service.ports.some(({ port }) => port === asked)) return null;
  const ports = service.ports.map(({ port }) => port);
  return finding(
    'port-not-in-service',
    ofService({ service }, 'spec.ports'),
    { asked, ports, ...meant(service, living, asked) },
    { values: { expected: String(asked), found: ports.join(', ') } },
  );
}

function meant(service: Service, living: readonly Pod[], asked: number): Pick<PortAsked['parameters'], 'is' | 'use'> {
  const named = new Set(
    living.flatMap(({ containers }) =>
      containers.flatMap(({ ports }) => ports.flatMap((each) => (each.containerPort === asked ? [each.name] : []))),
    ),
  );
  const target = service.ports.find(
    ({ targetPort }) => targetPort === asked || (typeof targetPort === 'string' && named.has(targetPort)),
  );
  if (target !== undefined) return { is: 'target-port', use: target.port };
  const node = service.ports.find(({ nodePort }) => nodePort === asked);
  return node === undefined
    ? { is: 'nothing', use: service.ports.length === 1 ? (service.ports[0]?.port ?? null) : null }
    : { is: 'node-port', use: node.port };
}

type PortAsked = Extract<Finding, { readonly code: 'port-not-in-service' }>;
