import { diagnose } from '../../../src-shared/findings/diagnose.ts';
import type { DiagnosisInput } from '../../../src-shared/findings/diagnosis-input.ts';
import type { Finding, FindingCode, Stage } from '../../../src-shared/findings/finding.ts';
import { STAGES } from '../../../src-shared/findings/finding.ts';
import { needsAttention } from '../../../src-shared/findings/foremost.ts';
import { reached } from './data-plane.ts';
import { isRefused } from './endpoints-faults.ts';
import type { State } from './product.ts';
import { byController, byMirror, entriesOf, grouped, hasNode, isControlled, isHeadless, publishes } from './truth.ts';

/** Older than the time in which starting is no fault, and than the controllers need. */
const LATER_MS = 120_000;
/** At rest, with every right, there is nothing to wait for and nothing unknown. */
const NEVER: readonly FindingCode[] = ['slices-lag', 'pods-unknown', 'slices-unknown', 'kind-unknown'];
/** What follows, traffic, is not decided by who is an endpoint. */
const BY_ENDPOINTS: readonly Stage[] = STAGES.slice(0, STAGES.indexOf('traffic'));

/** What is found in a state, each code once. */
export function findingCodes(state: State): readonly FindingCode[] {
  return [...new Set(diagnose(inputOf(state)).map(({ code }) => code))];
}

/** What is said of a state at rest that is not so, and what is not said that is. */
export function findingsFaults(state: State): readonly string[] {
  let findings: readonly Finding[];
  try {
    findings = diagnose(inputOf(state));
  } catch (error) {
    return [`no findings, because of ${String(error)}`];
  }
  const told = (those: readonly Finding[]): string =>
    those.map(({ code, severity, object: { field } }) => `${severity} ${code} ${field ?? ''}`).join(', ');
  const never = findings.filter(({ code }) => NEVER.includes(code));
  const differ = findings.filter(({ code }) => code === 'endpoints-differ');
  const errors = findings.filter(({ severity, stage }) => severity === 'error' && BY_ENDPOINTS.includes(stage));
  const asked = portsReached(state);
  return [
    ...(never.length > 0 ? [`at rest, and found: ${told(never)}`] : []),
    ...(differ.length > 0 && !mayDiffer(state) ? [`Endpoints are as they have to be, and found: ${told(differ)}`] : []),
    ...(errors.length > 0 && asked.every(Boolean) ? [`each port reaches somebody, and found: ${told(errors)}`] : []),
    ...(asked.some(Boolean) || state.service.spec.type === 'ExternalName' || needsAttention(findings)
      ? []
      : [`nobody is reached, and found: ${told(findings)}`]),
  ];
}

function inputOf({ input }: State): DiagnosisInput {
  const now = Date.now() + LATER_MS;
  return {
    ...input,
    now,
    lastChange: now - LATER_MS,
    namespacePods: input.pods,
    namespaceServices: [input.service],
    workloads: [],
    networkPolicies: [],
    events: [],
    elsewhere: [],
    kubeProxy: null,
    portAsked: null,
    lastTraffic: null,
    flapping: [],
    deniedKinds: [],
    refusedLooks: [],
  };
}

/** Whether somebody gets what is sent to each port of the Service; of a headless one, whether DNS gives an address. */
function portsReached(state: State): readonly boolean[] {
  const got = [...reached(state, grouped(entriesOf(state.slices))).values()];
  if (isHeadless(state.service)) return [got.length > 0];
  return (state.service.spec.ports ?? []).map((_, index) => got.some((ports) => ports.has(index)));
}

/** Where the two controllers do not write the same, one of them can't write, or other hands do. */
function mayDiffer(state: State): boolean {
  const { service, selected, slices, nodes } = state;
  if (isRefused(state)) return true;
  // The endpoints controller does not ask whether a Pod's Node exists.
  if (!publishes(service) && selected.some((pod) => !hasNode(pod, nodes))) return true;
  if (isControlled(service)) return !slices.every(byController);
  // What is left behind by a selector that has gone stays as each of the two had written it by then.
  return slices.length === 0 || !slices.every(byMirror);
}
