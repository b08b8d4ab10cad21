import { SERVICE_NAME_LABEL } from '../kube/endpoint-slice.ts';
import { formatSelector } from '../kube/label-selector.ts';
import type { DeniedKind } from './diagnosis-input.ts';
import type { FindingCode, FindingOf } from './finding.ts';
import type { TargetPortMeant } from './target-port-meant.ts';

/** Arguments after `kubectl --context … -n …`. */
export interface CommandWords {
  readonly show: readonly string[];
  readonly mend?: readonly string[] | null;
  /** Where it is another than the Service's. */
  readonly namespace?: string;
}

interface Scope {
  readonly namespace: string;
  readonly service: string;
  readonly hasSelector: boolean;
}

type WordsOf = { readonly [C in FindingCode]: (finding: FindingOf<C>, scope: Scope) => CommandWords };

const SYSTEM = 'kube-system';
/** As many Pods as a line names; the first ones show what all of them have. */
const NAMED = 5;

const service = (_: unknown, scope: Scope): CommandWords => ({ show: ['get', 'svc', scope.service, '-o', 'yaml'] });
const slices = (_: unknown, scope: Scope): CommandWords => ({
  show: ['get', 'endpointslices', '-l', `${SERVICE_NAME_LABEL}=${scope.service}`, '-o', 'yaml'],
});
const pods = ({ parameters }: OfPods): CommandWords => ({ show: ['describe', 'po', ...named(parameters.pods)] });
const node = ({ parameters }: { readonly parameters: { readonly node: string } }): CommandWords => ({
  show: ['describe', 'node', parameters.node],
});
const policies = ({ parameters }: { readonly parameters: { readonly policies: readonly string[] } }): CommandWords => ({
  show: ['describe', 'netpol', ...parameters.policies],
});
const workload = ({ parameters: { workload: kind, name } }: OfWorkload): CommandWords => ({
  show: ['describe', kind.toLowerCase(), name],
});
/** What the kubelet said of a probe stands in Events of the Pod. */
const unhealthy = ({ parameters }: OfPods): CommandWords => ({
  show: ['get', 'events', '--field-selector', `involvedObject.name=${parameters.pods[0] ?? ''},reason=Unhealthy`],
});
const logs = ({ parameters }: OfContainer, ...more: readonly string[]): CommandWords => ({
  show: ['logs', parameters.pods[0] ?? '', '-c', parameters.container, ...more],
});
/** kubectl chooses one of the Pods the Service selects, and says which; without a selector it refuses. */
const logsBehind = (_: unknown, scope: Scope): CommandWords =>
  scope.hasSelector ? { show: ['logs', `svc/${scope.service}`, '--tail=50'] } : slices(_, scope);
const mayI = (denied: DeniedKind | null, resource: string): CommandWords => {
  if (denied === null) return { show: ['get', resource] };
  const everywhere = denied.namespace === null ? ['-A'] : [];
  const namespace = denied.namespace === null ? {} : { namespace: denied.namespace };
  return { show: ['auth', 'can-i', denied.verb, denied.resource, ...everywhere], ...namespace };
};

/** For every code the words that show it, and those that mend it where one command does. */
export const COMMAND_WORDS: WordsOf = {
  'external-name': service,
  headless: service,
  'no-selector': slices,
  'no-selector-no-address': slices,
  'port-not-in-service': (_, scope) => ({ show: ['get', 'svc', scope.service] }),
  'kind-unknown': ({ parameters: { denied } }) => mayI(denied, denied.resource),
  'selector-matches-no-pod': ({ parameters: { nearest } }, scope) => {
    const change = nearest[0]?.near === true ? nearest[0].selectorChange : null;
    return {
      show: ['get', 'po', '--show-labels'],
      mend: change === null ? null : ['set', 'selector', 'svc', scope.service, formatSelector(change.selector)],
    };
  },
  'workload-scaled-to-zero': ({ parameters: { workload: kind, name } }) => ({
    show: ['get', kind.toLowerCase(), name],
    mend: ['scale', kind.toLowerCase(), name, '--replicas=1'],
  }),
  'workload-makes-no-pods': workload,
  'same-labels-elsewhere': ({ parameters: { selector } }) => ({ show: ['get', 'po', '-A', '-l', selector] }),
  'only-ended-pods-match': ({ parameters }) => ({ show: ['get', 'po', ...named(parameters.pods)] }),
  'selects-other-owners': (_, scope) => ({ show: ['get', 'svc', scope.service, '-o', 'wide'] }),
  'pods-unknown': ({ parameters: { denied } }) => mayI(denied, 'po'),
  'pod-unscheduled': pods,
  'pod-without-ip': pods,
  'image-pull-fails': pods,
  'container-crash-loops': (finding) => logs(finding, '--previous'),
  'container-does-not-start': pods,
  'container-ended': (finding) => logs(finding),
  'init-container-fails': (finding) => logs(finding),
  'pod-starts': pods,
  'startup-probe-pending': unhealthy,
  'pod-completed': ({ parameters }) => ({ show: ['get', 'po', ...named(parameters.pods)] }),
  'pod-failed': pods,
  'pod-terminating': pods,
  'node-missing': () => ({ show: ['get', 'no'] }),
  'node-not-ready': node,
  'readiness-probe-fails': unhealthy,
  'readiness-gate-shut': pods,
  'pod-not-ready': pods,
  flapping: pods,
  'not-ready-gets-traffic': ({ severity }, scope) => ({
    show: ['get', 'svc', scope.service, '-o', 'jsonpath={.spec.publishNotReadyAddresses}'],
    // Peers that find one another before they are ready would no longer do so.
    mend: severity === 'info' ? null : patch(scope, { spec: { publishNotReadyAddresses: false } }),
  }),
  'named-port-missing': ({ parameters: { pods: names, index, nearest, targetPort } }, scope) => ({
    show: ['get', 'po', ...named(names), '-o', 'jsonpath={..ports}'],
    mend: nearest === null ? null : replaceOfPort(scope, index, 'targetPort', targetPort, nearest),
  }),
  'named-port-other-protocol': ({ parameters: { pods: names, index, protocol, has } }, scope) => ({
    show: ['get', 'po', ...named(names), '-o', 'jsonpath={..ports}'],
    mend: replaceOfPort(scope, index, 'protocol', protocol, has),
  }),
  'slice-lacks-port': (finding, scope) => {
    const { port, rename } = finding.parameters;
    const path = `/ports/${String(rename?.index)}/name`;
    return {
      ...slices(finding, scope),
      mend: rename === null ? null : replace(['endpointslice', rename.slice], path, rename.from, port),
    };
  },
  'probe-port-not-targeted': (finding, scope) => ({
    ...pods(finding),
    mend: replaceOfTargetPort(scope, finding.parameters.meant),
  }),
  'slices-unknown': ({ parameters: { denied } }) => mayI(denied, 'endpointslices'),
  'no-address-of-family': ({ parameters }) => ({
    show: ['get', 'po', ...named(parameters.pods), '-o', 'jsonpath={..podIPs}'],
  }),
  'slices-lag': slices,
  'no-endpoint-ready': slices,
  'one-endpoint': slices,
  'all-terminating': ({ parameters }) => ({ show: ['get', 'po', ...named(parameters.pods)] }),
  'endpoints-differ': (_, scope) => ({ show: ['get', 'ep', scope.service, '-o', 'yaml'] }),
  'endpoints-truncated': (_, scope) => ({ show: ['get', 'ep', scope.service, '-o', 'yaml'] }),
  'internal-local-without-endpoint': (finding, scope) => ({
    ...slices(finding, scope),
    // Of a DaemonSet's Pods it is what the policy is for.
    mend: finding.severity === 'info' ? null : patch(scope, { spec: { internalTrafficPolicy: 'Cluster' } }),
  }),
  'external-local-without-endpoint': slices,
  'hints-narrow': slices,
  'network-policy-denies': policies,
  'network-policy-limits': policies,
  'kube-proxy-not-ready': ({ parameters: { selector } }) => ({
    show: ['get', 'po', '-l', selector, '-o', 'wide'],
    namespace: SYSTEM,
  }),
  'other-data-plane': ({ parameters: { daemonSet } }) => ({ show: ['get', 'ds', daemonSet], namespace: SYSTEM }),
  'traffic-refused': (finding, scope) => ({
    ...slices(finding, scope),
    mend: replaceOfTargetPort(scope, finding.parameters.meant),
  }),
  'traffic-hangs': () => ({ show: ['get', 'netpol'] }),
  'traffic-breaks': logsBehind,
  'traffic-server-errors': logsBehind,
  'nothing-visible': slices,
};

interface OfPods {
  readonly parameters: { readonly pods: readonly string[] };
}
interface OfContainer {
  readonly parameters: { readonly pods: readonly string[]; readonly container: string };
}
type OfWorkload = FindingOf<'workload-makes-no-pods'>;

function named(names: readonly string[]): readonly string[] {
  return names.slice(0, NAMED);
}

function patch(scope: Scope, body: unknown): readonly string[] {
  return ['patch', 'svc', scope.service, '--type=merge', '-p', JSON.stringify(body)];
}

function replaceOfPort(scope: Scope, index: number, field: string, from: PortValue, to: PortValue): readonly string[] {
  return replace(['svc', scope.service], `/spec/ports/${index}/${field}`, from, to);
}

function replaceOfTargetPort(scope: Scope, meant: TargetPortMeant | null): readonly string[] | null {
  return meant === null ? null : replaceOfPort(scope, meant.index, 'targetPort', meant.from, meant.to);
}

/** The test refuses the patch where the ports have changed since, or stand in another order. */
function replace(object: readonly string[], path: string, from: PortValue, to: PortValue): readonly string[] {
  const operations = [
    { op: 'test', path, value: from },
    { op: 'replace', path, value: to },
  ];
  return ['patch', ...object, '--type=json', '-p', JSON.stringify(operations)];
}

type PortValue = string | number;
