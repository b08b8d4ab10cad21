import type { IngressRule, NetworkPolicy } from '#shared/kube/network-policy.ts';
import type { SelectorTerm } from '#shared/kube/set-selector.ts';
import { asFilledText, asList, asNumber, asObject, asText, isObject, oneOf, type JsonObject } from './json-shape.ts';
import { projectMeta, projectTextMap, type Projector } from './project-meta.ts';
import { PROTOCOLS } from './project-service.ts';
import type { Sharer } from './share.ts';

const RULE_CAP = 1_000;

/** networking.k8s.io/v1 NetworkPolicy. */
export const projectNetworkPolicy: Projector<NetworkPolicy> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const spec = asObject(asObject(raw).spec);
  return {
    kind: 'NetworkPolicy',
    meta,
    podSelector: projectTerms(asObject(spec.podSelector), share),
    // The API server fills policyTypes, and Ingress is always among what it fills in. Source: pkg/apis/networking/v1 defaults.
    ingress: !Array.isArray(spec.policyTypes) || spec.policyTypes.includes('Ingress'),
    rules: asList(spec.ingress, RULE_CAP).map((rule) => projectRule(asObject(rule))),
  };
};

/** meta/v1 LabelSelector: `matchLabels` and `matchExpressions` have to hold together. */
function projectTerms(selector: JsonObject, share: Sharer): readonly SelectorTerm[] {
  const equal = Object.entries(projectTextMap(selector.matchLabels, share)).map(([key, value]): SelectorTerm => ({
    key,
    operator: 'In',
    values: [value],
  }));
  const terms = asList(selector.matchExpressions, RULE_CAP)
    .map(asObject)
    .flatMap((term): SelectorTerm[] => {
      const operator = oneOf(term.operator, ['In', 'NotIn', 'Exists', 'DoesNotExist'], null);
      const key = asFilledText(term.key, 512);
      return operator === null || key === null ? [] : [{ key, operator, values: labelValues(term.values) }];
    });
  return share.value([...equal, ...terms]);
}

/** An empty one is a value like any other. */
function labelValues(raw: unknown): readonly string[] {
  return asList(raw, RULE_CAP).flatMap((value) => asText(value, 512) ?? []);
}

function projectRule(rule: JsonObject): IngressRule {
  const peers = asList(rule.from, RULE_CAP).map(asObject);
  return {
    fromAnywhere: peers.length === 0 || peers.some(isEveryAddress),
    fromEveryPod: peers.some(isEveryPod),
    ports: asList(rule.ports, RULE_CAP)
      .filter(isObject)
      .map((port) => ({
        protocol: oneOf(port.protocol, PROTOCOLS, 'TCP'),
        port: asNumber(port.port) ?? asText(port.port, 64),
        endPort: asNumber(port.endPort),
      })),
  };
}

const EVERY_ADDRESS: ReadonlySet<unknown> = new Set(['0.0.0.0/0', '::/0']);

function isEveryAddress({ ipBlock }: JsonObject): boolean {
  const { cidr, except } = asObject(ipBlock);
  return EVERY_ADDRESS.has(cidr) && asList(except).length === 0;
}

/** A peer's selectors have to hold together; an absent podSelector is as good as an empty one. */
function isEveryPod({ namespaceSelector, podSelector }: JsonObject): boolean {
  return isEmptySelector(namespaceSelector) && (podSelector === undefined || isEmptySelector(podSelector));
}

function isEmptySelector(selector: unknown): boolean {
  if (!isObject(selector)) return false;
  return Object.keys(asObject(selector.matchLabels)).length === 0 && asList(selector.matchExpressions).length === 0;
}
