import type { Membership } from '../membership/member.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import {
  endpointsBeside,
  families,
  nobodyReady,
  oneEndpoint,
  onlyTerminating,
  slicesBehind,
} from './endpoint-rules.ts';
import type { Facts, Rule } from './facts.ts';
import { factsOf } from './facts.ts';
import type { Finding, Severity } from './finding.ts';
import { STAGES } from './finding.ts';
import { hints, localPolicies } from './locality-rules.ts';
import { networkPolicies } from './network-policy-rules.ts';
import { flapping, notReadyPublished, podsThatAreNotUp } from './pod-rules.ts';
import { namedPorts, probePorts, slicePorts } from './port-rules.ts';
import { matchesNobody, otherOwners } from './selector-rules.ts';
import { kindOfService, portAsked, withoutSelector } from './service-rules.ts';
import { dataPlane, lastTraffic, nothingVisible } from './traffic-rules.ts';
import { unknowns } from './unknown-rules.ts';

/** Rules that need no more than the Service, its slices, its Pods, the Nodes, whose readiness came and went, and the last run. */
const LIST_RULES: readonly Rule[] = [
  kindOfService,
  withoutSelector,
  unknowns,
  matchesNobody,
  otherOwners,
  podsThatAreNotUp,
  flapping,
  notReadyPublished,
  namedPorts,
  slicePorts,
  probePorts,
  families,
  slicesBehind,
  oneEndpoint,
  onlyTerminating,
  localPolicies,
  hints,
  lastTraffic,
];
const DETAIL_RULES: readonly Rule[] = [portAsked, endpointsBeside, networkPolicies, dataPlane];

/** What is said of a Service, and of the rows it follows from. */
export interface Diagnosed {
  readonly membership: Membership;
  readonly findings: readonly Finding[];
}

/**
 * Why a Service does not work, as far as the API shows it and the last traffic run learned: along the debug path, the worst
 * first inside a stage. Pure and level-triggered. Never empty for a Service whose Pods and slices may be read, unless it is
 * without endpoints for reasons that are told: silence is a finding too.
 */
export function diagnose(input: DiagnosisInput): readonly Finding[] {
  return diagnoseWithMembers(input).findings;
}

/** `diagnose`, with the membership it is made of: who needs both pays for the rows once. */
export function diagnoseWithMembers(input: DiagnosisInput): Diagnosed {
  const facts = factsOf(input);
  const { membership } = facts;
  // An ExternalName is a DNS alias: no selector, Pod or slice has a part in it.
  if (input.service.type === 'ExternalName') return { membership, findings: kindOfService(facts) };
  const found = ruled(facts, [...LIST_RULES, ...DETAIL_RULES]);
  return { membership, findings: inOrder([...found, ...nothingVisible(facts, found)]) };
}

/** The findings that the Services page needs; `diagnose` says these too, and more. */
export function diagnoseListed(input: DiagnosisInput): readonly Finding[] {
  const facts = factsOf(input);
  return inOrder(input.service.type === 'ExternalName' ? kindOfService(facts) : ruled(facts, LIST_RULES));
}

function ruled(facts: Facts, rules: readonly Rule[]): readonly Finding[] {
  const found = rules.flatMap((rule) => rule(facts));
  return [...found, ...nobodyReady(facts, found)];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ code, object }: Finding): string => `${code} ${object.name} ${object.field ?? ''}`;
  return [...findings].sort((a, b) => {
    const byStage = STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage);
    return byStage || RANK[a.severity] - RANK[b.severity] || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  });
}
