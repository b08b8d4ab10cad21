import { finding } from './catalogue.ts';
import type { TrafficResult } from './diagnosis-input.ts';
import type { Facts, Rule } from './facts.ts';
import { ofService } from './facts.ts';
import type { Finding, FindingOf, Severity } from './finding.ts';
import { hints } from './locality-rules.ts';
import { listed } from './side-by-side.ts';
import { declaredPorts, portMeantForRefused } from './target-port-meant.ts';

/** R18: who makes a ClusterIP lead to Pods. Headless and selectorless names alike: only a ClusterIP needs anybody. */
export const dataPlane: Rule = ({ input, headless }) => {
  const { kubeProxy } = input;
  if (kubeProxy === null || headless) return [];
  const namespace = 'kube-system';
  if (kubeProxy.kind === 'other') {
    const { name: dataPlane, daemonSet } = kubeProxy;
    const object = { kind: 'DaemonSet', namespace, name: daemonSet, field: 'metadata.name' };
    return [finding('other-data-plane', object, { dataPlane, daemonSet })];
  }
  const { ready, total, selector, notReady: pods } = kubeProxy;
  if (ready >= total) return [];
  // Its Pods are known by their label; who makes them, a DaemonSet or each Node's kubelet, is not.
  const object = { kind: 'Pod', namespace, name: pods[0] ?? selector, field: 'status.conditions[Ready]' };
  const values = { expected: String(total), found: String(ready) };
  return [finding('kube-proxy-not-ready', object, { ready, total, selector, pods }, { values })];
};

/**
 * R6: what a traffic run learned: an error where nothing was answered. A refusal while nobody is ready is kube-proxy's own answer, and the findings above it
 * are the reason; a refusal by a ready endpoint means that nothing listens on its targetPort.
 */
export const lastTraffic: Rule = (facts) => {
  const { input, membership, headless } = facts;
  const results = headless ? [] : (input.lastTraffic?.results ?? []);
  return results.flatMap((result): readonly Finding[] => {
    const index = facts.service.ports.findIndex(({ port }) => port === result.port);
    if (index === -1 || membership.ports[index]?.ready === 0) return [];
    const object = ofService(facts, `spec.ports[${index}].targetPort`);
    const { port, answered, refused, timeouts, broken } = result;
    const at = input.lastTraffic?.at ?? input.now;
    const of = (failed: number, errors: readonly TrafficError[]) => ({
      ...{ port, targetPort: targetPort(facts, index), failed, answered, at },
      silent: silentBy(errors, result, facts),
    });
    const severity = answered > 0 ? 'warning' : 'error';
    const broke = broken.reduce((sum, { requests }) => sum + requests, 0);
    const ofBroken = {
      ...of(
        broke,
        broken.map(({ by }) => by),
      ),
      broken,
    };
    return [
      ...(refused > 0 ? [refusedRun(facts, index, of(refused, ['refused']), severity)] : []),
      ...(timeouts > 0 ? [finding('traffic-hangs', object, of(timeouts, ['timeout']), { severity })] : []),
      ...(broke > 0 ? [finding('traffic-breaks', object, ofBroken, { severity })] : []),
      ...serverErrors(facts, index, result, at),
    ];
  });
};

type TrafficError = NonNullable<TrafficResult['silent']>['error'];

/**
 * Where others answered on it, the port is the right one. Beside a port that is asked for and refused stand those that the Pods
 * declare; that they declare none says nothing.
 */
function refusedRun(
  facts: Facts,
  index: number,
  of: Omit<FindingOf<'traffic-refused'>['parameters'], 'meant'>,
  severity: Severity,
): Finding {
  const { service, living } = facts;
  const { answered, targetPort: asked } = of;
  const declared = [...new Set(living.flatMap((pod) => declaredPorts(pod).map((port) => port.containerPort)))].sort(
    (a, b) => a - b,
  );
  const isOther = answered === 0 && asked !== null && declared.length > 0 && !declared.includes(asked);
  const values = isOther ? { expected: String(asked), found: listed(declared) } : null;
  const meant = answered > 0 ? null : portMeantForRefused(service, index, living, asked);
  const object = ofService(facts, `spec.ports[${index}].targetPort`);
  return finding('traffic-refused', object, { ...of, meant }, { severity, values });
}

/** Hints keep a client from some of the endpoints: those are silent and well. */
function silentBy(errors: readonly TrafficError[], { silent }: TrafficResult, facts: Facts): readonly string[] {
  return silent !== null && errors.includes(silent.error) && hints(facts).length === 0 ? silent.pods : [];
}

/** The connection stood and the application failed: the Service has done its part. */
function serverErrors(
  facts: Facts,
  index: number,
  { port, answered, serverErrors: statuses }: TrafficResult,
  at: number,
) {
  const failed = statuses.reduce((sum, { requests }) => sum + requests, 0);
  if (failed === 0) return [];
  const severity = failed < answered ? 'warning' : 'error';
  const parameters = { port, failed, answered, at, statuses };
  return [finding('traffic-server-errors', ofService(facts, `spec.ports[${index}].port`), parameters, { severity })];
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
