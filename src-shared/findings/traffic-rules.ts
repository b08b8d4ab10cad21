import { finding } from './catalogue.ts';
import type { TrafficResult } from './diagnosis-input.ts';
import type { Facts, Rule } from './facts.ts';
import { ofService } from './facts.ts';
import type { Finding } from './finding.ts';

/** R18: who makes a ClusterIP lead to Pods. Headless and selectorless names alike: only a ClusterIP needs anybody. */
export const dataPlane: Rule = ({ input, headless }) => {
  const { kubeProxy } = input;
  if (kubeProxy === null || headless) return [];
  const object = { kind: 'DaemonSet', namespace: 'kube-system', name: 'kube-proxy', field: 'status.numberReady' };
  if (kubeProxy.kind === 'other') {
    const { name } = kubeProxy;
    return [finding('other-data-plane', { ...object, name, field: null }, { dataPlane: name })];
  }
  const { ready, total } = kubeProxy;
  if (total > 0 && ready >= total) return [];
  const values = { expected: String(total), found: String(ready) };
  return [finding('kube-proxy-not-ready', object, { ready, total }, { values })];
};

/**
 * R6: what a traffic run learned. A refusal while nobody is ready is kube-proxy's own answer, and the findings above it
 * are the reason; a refusal by a ready endpoint means that nothing listens on its targetPort.
 */
export const lastTraffic: Rule = (facts) => {
  const { input, membership, headless } = facts;
  const results = headless ? [] : (input.lastTraffic?.results ?? []);
  return results.flatMap((result): readonly Finding[] => {
    const index = facts.service.ports.findIndex(({ port }) => port === result.port);
    if (index === -1 || membership.ports[index]?.ready === 0) return [];
    const object = ofService(facts, `spec.ports[${index}].targetPort`);
    const at = input.lastTraffic?.at ?? input.now;
    const of = (failed: number) => ({
      port: result.port,
      targetPort: targetPort(facts, index),
      pod: result.pod,
      failed,
      answered: result.answered,
      at,
    });
    const severity = severityOf(result, results);
    return [
      ...(result.refused > 0 ? [finding('traffic-refused', object, of(result.refused), { severity })] : []),
      ...(result.timeouts > 0 ? [finding('traffic-hangs', object, of(result.timeouts), { severity })] : []),
    ];
  });
};

/** An error where nobody answered on the port, of whomever it was asked. */
function severityOf({ port }: TrafficResult, results: readonly TrafficResult[]): 'error' | 'warning' {
  return results.some((each) => each.port === port && each.answered > 0) ? 'warning' : 'error';
}

function targetPort({ membership }: Facts, index: number): number | null {
  const [only, ...others] = membership.ports[index]?.targets ?? [];
  return only === undefined || others.length > 0 ? null : only.number;
}

/**
 * Silence is a finding: nothing wrong is visible from the API. Said only where enough may be read to say it; what is worth
 * knowing may still stand beside it.
 */
export function nothingVisible(facts: Facts, found: readonly Finding[]): readonly Finding[] {
  const { input, reached } = facts;
  if (input.pods === null || input.slices === null || reached.length === 0) return [];
  if (found.some(({ severity }) => severity !== 'info')) return [];
  const answered = input.lastTraffic?.results.reduce((sum, result) => sum + result.answered, 0) ?? 0;
  return [finding('nothing-visible', ofService(facts), { answered: answered > 0 ? answered : null })];
}
