import { ipFamiliesOf, ipFamilyOf } from '../kube/ip-family.ts';
import type { Pod } from '../kube/pod.ts';
import type { IPFamily } from '../kube/service.ts';
import { leftOut } from '../membership/expected-endpoint.ts';
import type { MemberRow } from '../membership/member.ts';
import { finding } from './catalogue.ts';
import { endpointSides } from './endpoint-sides.ts';
import type { Facts, Rule } from './facts.ts';
import { isSettled, namesOf, ofPods, ofService, rowsWith, severityAmong } from './facts.ts';
import type { Finding, Severity } from './finding.ts';
import { listed } from './side-by-side.ts';
import { ofSlice } from './slice-object.ts';

/**
 * R7: Pods that have addresses, and none of a family the Service has; or, of a dual-stack Service, no Pod at all that has one
 * of the one family: its ClusterIP of that family refuses everybody. DNS of a headless one just leaves the family out.
 */
export const families: Rule = (facts) => {
  const { input, service, living, headless } = facts;
  const strange = living.filter((pod) => leftOut(service, pod, input.nodes)?.kind === 'no-ip-of-family');
  const wanted = ipFamiliesOf(service);
  if (strange.length > 0) return [withoutFamily(facts, strange, wanted, severityAmong(facts))];
  const addressed = living.filter(({ podIPs }) => podIPs.length > 0);
  if (headless || addressed.length === 0) return [];
  const missing = wanted.filter((family) =>
    addressed.every(({ podIPs }) => podIPs.every((address) => ipFamilyOf(address) !== family)),
  );
  return missing.length === 0 ? [] : [withoutFamily(facts, addressed, missing, 'warning')];
};

function withoutFamily(facts: Facts, those: readonly Pod[], wanted: readonly IPFamily[], severity: Severity): Finding {
  const addresses = those.flatMap(({ podIPs }) => podIPs);
  return finding(
    'no-address-of-family',
    ofService(facts, 'spec.ipFamilies'),
    { pods: namesOf(those), families: wanted, addresses },
    { severity, values: { expected: wanted.join(', '), found: listed(addresses) } },
  );
}

/** R9: the slices are not what the controller would write, and it has had the time. */
export const slicesBehind: Rule = (facts) => {
  const { input } = facts;
  if (!isSettled(input) || input.lastChange === null) return [];
  // Where Nodes may not be read, a Pod left out for a missing Node looks the same. And a Node that goes has the controller
  // look at no Service: its Pods stay listed until they go themselves (k/k 1.34.4 pkg/controller/endpointslice deleteNode).
  const behind = rowsWith(facts, 'slices-lag').filter(
    (row) =>
      !row.reasons.some(({ code }) => code === 'node-unknown' || code === 'node-missing') && !staysAfterItsEnd(row),
  );
  if (behind.length === 0) return [];
  const pods = [...new Set(behind.map(({ name }) => name))].sort();
  const seconds = Math.floor((input.now - input.lastChange) / 1000);
  const [first] = [...behind].sort((a, b) => (a.name < b.name ? -1 : 1));
  const values = first === undefined ? null : endpointSides(input, first);
  return [finding('slices-lag', ofSlice(facts, first, 'endpoints'), { pods, seconds }, { values })];
};

/**
 * A Pod that turned not ready first and ended a moment later stays in its slice, not ready: the controller looks at a Pod
 * again when its readiness changes, not its phase. Source: k8s.io/endpointslice v0.34.4 util/controller_utils.go
 * podEndpointsChanged.
 */
function staysAfterItsEnd({ state, reasons }: MemberRow): boolean {
  return state !== 'in' && reasons.some(({ code }) => code === 'phase');
}

/** R10: a Service with one endpoint has no other one when that goes. */
export const oneEndpoint: Rule = (facts) => {
  const { reached, headless } = facts;
  const [only, ...others] = reached;
  if (only === undefined || others.length > 0 || headless) return [];
  return [finding('one-endpoint', ofSlice(facts, only, 'endpoints'), { endpoint: only.name })];
};

/**
 * R15: nobody is ready, and those that are shutting down still answer (KEP-1669). One Node of several under a policy Local,
 * or one port of several, that is served so while others are ready is what a rollout looks like.
 */
export const onlyTerminating: Rule = (facts) => {
  const rows = rowsWith(facts, 'serving-while-terminating');
  if (rows.length === 0 || rows.length < facts.reached.length) return [];
  const pods = rows.map(({ name }) => name).sort();
  const values = { expected: 'terminating=false', found: 'terminating=true' };
  return [finding('all-terminating', ofPods(facts, pods, 'metadata.deletionTimestamp'), { pods }, { values })];
};

/** R16: the two lists disagree beyond what is meant so. Two controllers write them, so a moment's difference is none. */
export const endpointsBeside: Rule = (facts) => {
  const { input, membership, service } = facts;
  const note = membership.endpointsNote;
  const { namespace, name } = service.meta;
  const object = { kind: 'Endpoints', namespace, name, field: 'subsets' };
  if (note.code === 'truncated') return [finding('endpoints-truncated', object, {})];
  if (note.code !== 'differ' || !isSettled(input) || rowsWith(facts, 'slices-lag').length > 0) return [];
  const { onlyInSlices, onlyInEndpoints } = note;
  const values = { expected: listed(onlyInSlices), found: listed(onlyInEndpoints) };
  return [finding('endpoints-differ', object, { onlyInSlices, onlyInEndpoints }, { values })];
};

/**
 * Nobody gets traffic and nothing above says why: Pods may not be read, or addresses written by hand are not ready. The
 * rules are asked first, so that no Service without endpoints is left without a finding.
 */
export function nobodyReady(facts: Facts, above: readonly Finding[]): readonly Finding[] {
  const { input, membership, reached } = facts;
  if (input.slices === null || reached.length > 0) return [];
  const total = membership.counts?.total ?? 0;
  if (total === 0 && input.pods === null) return [];
  if (above.some(({ code, stage }) => stage !== 'traffic' && EXPLAINS_NOTHING.every((each) => each !== code)))
    return [];
  // Slices that are about to follow: a moment, not a fault.
  const following = !isSettled(input) && rowsWith(facts, 'slices-lag').length > 0;
  const inSlices = membership.rows.filter(({ conditions }) => conditions !== null);
  const field = inSlices.length === 0 ? 'endpoints' : 'endpoints.conditions.ready';
  const states = [...new Set(inSlices.map(({ conditions }) => `ready=${String(conditions?.ready)}`))].sort();
  const values = { expected: 'ready=true', found: listed(states) };
  const more = { values, ...(following ? { severity: 'info' as const } : {}) };
  return [finding('no-endpoint-ready', ofSlice(facts, inSlices[0], field), { listed: total }, more)];
}

const EXPLAINS_NOTHING: readonly Finding['code'][] = [
  'headless',
  'no-selector',
  'port-not-in-service',
  'kind-unknown',
  'pods-unknown',
  'selects-other-owners',
  'probe-port-not-targeted',
  'pod-completed',
  'pod-failed',
  'pod-terminating',
  'endpoints-differ',
  'endpoints-truncated',
];
