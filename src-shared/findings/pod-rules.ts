import type { Pod } from '../kube/pod.ts';
import { CATALOGUE, finding } from './catalogue.ts';
import { FLAPPING_MINUTES } from './diagnosis-input.ts';
import type { Facts, Rule } from './facts.ts';
import { groupBy, isStarting, namesOf, ofPods, rowsWith, severityAmong } from './facts.ts';
import type { Finding, FoundObject, Severity } from './finding.ts';
import type { PodTrouble } from './pod-trouble.ts';
import { podTroubles } from './pod-trouble.ts';
import { probeWords } from './probe-words.ts';

/** `finding`, for a code of several: which parameters it has was checked where the trouble was made. */
const raise = finding as (
  code: PodTrouble['code'],
  object: FoundObject,
  parameters: PodTrouble['parameters'] & { readonly pods: readonly string[] },
  more: { readonly severity: Severity; readonly values: Finding['values'] },
) => Finding;

/** What a probe that has not been asked yet may explain. */
const OF_READINESS: ReadonlySet<string> = new Set<PodTrouble['code']>(['readiness-probe-fails', 'pod-starts']);

/** R4: per Pod why it is no ready endpoint; Pods with the same trouble are one finding. */
export const podsThatAreNotUp: Rule = (facts) => {
  const { input, selected, living } = facts;
  // Only ended Pods: R3 tells of all of them at once.
  const looked = living.length === 0 ? [] : selected;
  const troubles = looked.flatMap((pod) => podTroubles(pod, input).map((trouble) => ({ pod, trouble })));
  return groupBy(troubles, ({ trouble: { code, parameters } }) => JSON.stringify([code, parameters])).map((group) => {
    const [{ trouble }] = group;
    const pods = namesOf(group.map(({ pod }) => pod));
    const by = OF_READINESS.has(trouble.code) ? 'readiness' : 'another';
    const starting = group.every(({ pod }) => isStarting(pod, input.now, by));
    const severity = least([CATALOGUE[trouble.code].severity, starting ? 'info' : severityAmong(facts)]);
    const object = ofPods(facts, pods, trouble.field);
    const told = withWords(trouble, group, input);
    const more = { severity, values: told.values };
    return raise(trouble.code, object, { ...told.parameters, pods }, more);
  });
};

/** With what the probe got, which stands in Events; in each Pod's it is another text, so one speaks for all. */
function withWords(
  { code, parameters, values }: PodTrouble,
  group: readonly { readonly pod: Pod }[],
  { events }: Facts['input'],
): Pick<PodTrouble, 'parameters' | 'values'> {
  if (code !== 'readiness-probe-fails') return { parameters, values };
  const pods = group.map(({ pod }) => pod);
  const message = parameters.message ?? probeWords(events, pods, parameters.container);
  return {
    parameters: { ...parameters, message },
    values: values === null ? null : { ...values, found: message ?? values.found },
  };
}

/**
 * R8: publishNotReadyAddresses sends traffic to Pods that are not Ready. Behind a headless Service it is how peers find
 * one another before they are ready, which is what the field is for.
 */
export const notReadyPublished: Rule = (facts: Facts) => {
  const published = rowsWith(facts, 'published-not-ready');
  const pods = namesOf(published.map(({ pod }) => pod));
  if (pods.length === 0) return [];
  const { namespace, name } = facts.service.meta;
  const object = { kind: 'Service', namespace, name, field: 'spec.publishNotReadyAddresses' };
  // The slice says ready because it is told to, and beside it what the Pod is.
  const isServing = published.every(({ conditions }) => conditions?.serving === true);
  const values = { expected: 'ready=true', found: isServing ? 'terminating=true' : 'serving=false' };
  return [
    finding('not-ready-gets-traffic', object, { pods }, { values, ...(facts.headless ? { severity: 'info' } : {}) }),
  ];
};

/** R4: ready now or not, a Pod whose readiness comes and goes fails some of the requests. From the history alone. */
export const flapping: Rule = (facts: Facts) => {
  const pods = facts.input.flapping ?? [];
  const [first] = pods;
  if (first === undefined) return [];
  const names = [...new Set(pods.map(({ name }) => name))].sort();
  const object = ofPods(facts, names, 'status.conditions[Ready]');
  const times = Math.max(...pods.map((pod) => pod.times));
  return [finding('flapping', object, { pods: names, times, minutes: FLAPPING_MINUTES })];
};

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function least(severities: readonly [Severity, ...Severity[]]): Severity {
  return severities.reduce((mildest, severity) => (RANK[severity] > RANK[mildest] ? severity : mildest));
}
