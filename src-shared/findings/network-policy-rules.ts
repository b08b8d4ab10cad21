import type { IngressRule, NetworkPolicy } from '../kube/network-policy.ts';
import type { Pod } from '../kube/pod.ts';
import { runningContainers } from '../kube/pod.ts';
import type { Protocol } from '../kube/service.ts';
import { meetsTerms } from '../kube/set-selector.ts';
import { resolveTargetPort } from '../membership/resolve-target-port.ts';
import { finding } from './catalogue.ts';
import type { Rule } from './facts.ts';
import { groupBy, namesOf } from './facts.ts';
import { listed } from './side-by-side.ts';

interface Judged {
  readonly pod: Pod;
  readonly policies: readonly string[];
  readonly targetPort: number;
  readonly protocol: Protocol;
  /** Whether any source at all is let in to the port. */
  readonly admits: 'nobody' | 'some';
  /** Ports that the policies let somebody in to. */
  readonly letIn: readonly string[];
}

/**
 * R12: NetworkPolicies that select the Pods and let nobody, or not everybody, in to the target port. A prediction: whether
 * they are enforced is the network plugin's matter, and sources are not compared. Policies add up; Pods with hostNetwork
 * are mostly left alone. Who lets in every Pod lets in whoever can call a Service that is not open to the outside. Source: Kubernetes documentation, Network Policies.
 */
export const networkPolicies: Rule = (facts) => {
  const { input, service, living } = facts;
  const callableFromOutside = service.type !== 'ClusterIP' || service.externalIPs.length > 0;
  const judged = living
    .filter(({ hostNetwork }) => !hostNetwork)
    .flatMap((pod) => {
      const isolating = (input.networkPolicies ?? []).filter((policy) => isolates(policy, pod));
      if (isolating.length === 0) return [];
      const policies = isolating.map(({ meta }) => meta.name).sort();
      return service.ports.flatMap(({ protocol, ...port }): readonly Judged[] => {
        const targetPort = resolveTargetPort(pod, { protocol, ...port });
        if (targetPort === null) return [];
        const letting = isolating.flatMap(({ rules }) =>
          rules.filter((rule) => admits(rule, pod, targetPort, protocol)),
        );
        if (letting.some((rule) => rule.fromAnywhere || (rule.fromEveryPod && !callableFromOutside))) return [];
        const letIn = [...new Set(isolating.flatMap(({ rules }) => rules.flatMap(portsOf)))].sort();
        return [{ pod, policies, targetPort, protocol, letIn, admits: letting.length === 0 ? 'nobody' : 'some' }];
      });
    });
  const alike = ({ pod: _, ...same }: Judged): string => JSON.stringify(same);
  return groupBy(judged, alike).map((group) => {
    const [{ policies, targetPort, protocol, admits: admitted }] = group;
    const pods = namesOf(group.map(({ pod }) => pod));
    const { namespace } = service.meta;
    const object = { kind: 'NetworkPolicy', namespace, name: policies[0] ?? '', field: 'spec.ingress' };
    const code = admitted === 'nobody' ? 'network-policy-denies' : 'network-policy-limits';
    const asked = `${protocol}/${String(targetPort)}`;
    const values = admitted === 'nobody' ? { expected: asked, found: listed(group[0].letIn) } : null;
    return finding(code, object, { pods, policies, targetPort, protocol }, { values });
  });
};

function isolates({ meta, ingress, podSelector }: NetworkPolicy, pod: Pod): boolean {
  return ingress && meta.namespace === pod.meta.namespace && meetsTerms(podSelector, pod.meta.labels);
}

/** Of a rule that is for some ports only: a number, a range or a name each. */
function portsOf({ ports }: IngressRule): readonly string[] {
  return ports.map(({ protocol, port, endPort }) => {
    if (port === null) return protocol;
    return `${protocol}/${String(port)}${endPort === null ? '' : `-${String(endPort)}`}`;
  });
}

function admits({ ports }: IngressRule, pod: Pod, number: number, protocol: Protocol): boolean {
  if (ports.length === 0) return true;
  return ports.some((each) => {
    if (each.protocol !== protocol) return false;
    if (each.port === null) return true;
    if (typeof each.port === 'number') return number >= each.port && number <= (each.endPort ?? each.port);
    return runningContainers(pod).some((container) =>
      container.ports.some(
        (port) => port.name === each.port && port.protocol === protocol && port.containerPort === number,
      ),
    );
  });
}
