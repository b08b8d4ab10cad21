import { formatSelector, selects } from '../kube/label-selector.ts';
import type { Workload } from '../kube/workload.ts';
import { finding } from './catalogue.ts';
import type { LabelDifference, Labels } from './compare-labels.ts';
import type { Facts, Rule } from './facts.ts';
import { groupBy, namesOf, ofPods, ofService } from './facts.ts';
import type { Finding, Severity } from './finding.ts';
import type { NearestPods } from './nearest-pods.ts';
import { nearestPods } from './nearest-pods.ts';
import { groupPods, groupsOfNoPods, type PodGroup } from './pod-groups.ts';
import { podOwner, workloadsByUid } from './pod-owner.ts';
import { listed } from './side-by-side.ts';

/**
 * R3: the selector selects no Pod, or only Pods that have ended. That is an error where nobody gets traffic; slices written by
 * hand may stand beside the controller's.
 */
export const matchesNobody: Rule = (facts) => {
  const found = withoutPods(facts);
  if (facts.reached.length === 0) return found;
  return found.map((each) => (each.severity === 'error' ? { ...each, severity: 'warning' } : each));
};

function withoutPods(facts: Facts): readonly Finding[] {
  const { input, hasSelector, selected, living } = facts;
  if (!hasSelector || input.pods === null || living.length > 0) return [];
  if (selected.length > 0) {
    const pods = namesOf(selected);
    const values = { expected: 'Running', found: listed([...new Set(selected.map(({ phase }) => phase))].sort()) };
    return [finding('only-ended-pods-match', ofPods(facts, pods, 'status.phase'), { pods }, { values })];
  }
  const empty = emptyWorkloads(facts);
  // A workload without Pods is why; that another namespace runs the same application is then mostly a matter of course.
  if (empty.length > 0) return [...empty.map((each) => ofWorkload(each)), ...elsewhere(facts, 'info')];
  return [noPod(facts), ...elsewhere(facts, 'warning')];
}

/** Workloads whose Pods the selector would select, if there were any; what another one of them makes is told by that. */
function emptyWorkloads({ input, service }: Facts): readonly Workload[] {
  const known = workloadsByUid(input.workloads);
  return (input.workloads ?? []).filter(
    ({ meta, podLabels, currentReplicas }) =>
      meta.namespace === service.meta.namespace &&
      currentReplicas === 0 &&
      selects(service.selector, podLabels) &&
      !meta.ownerReferences.some(({ controller, uid }) => controller && known.has(uid)),
  );
}

function ofWorkload({ kind, meta, replicas }: Workload): Finding {
  const object = { kind, namespace: meta.namespace, name: meta.name };
  const of = { workload: kind, name: meta.name };
  if (replicas === 0) {
    const values = { expected: '1', found: '0' };
    return finding('workload-scaled-to-zero', { ...object, field: 'spec.replicas' }, of, { values });
  }
  const values = replicas === null ? null : { expected: String(replicas), found: '0' };
  const field = kind === 'DaemonSet' ? 'status.currentNumberScheduled' : 'status.replicas';
  return finding('workload-makes-no-pods', { ...object, field }, { ...of, wanted: replicas }, { values });
}

function noPod(facts: Facts): Finding {
  const { input, service } = facts;
  const wanted = service.selector ?? {};
  const nearest = nearestPods(wanted, groupsIn(facts, wanted), input.namespaceServices);
  const meant = nearest[0]?.near === true ? nearest[0] : null;
  const [only, ...others] = meant?.differs ?? [];
  const field = only !== undefined && others.length === 0 ? `spec.selector.${only.key}` : 'spec.selector';
  return finding(
    'selector-matches-no-pod',
    ofService(facts, field),
    { selector: formatSelector(wanted), searched: input.namespacePods?.length ?? null, nearest },
    { values: meant === null ? null : sideBySide(meant) },
  );
}

/** Who may have been meant: Pods, and workloads whose Pods there would be. */
function groupsIn({ input, service }: Facts, wanted: Labels): readonly PodGroup[] {
  if (input.namespacePods === null) return [];
  const groups = groupPods(input.namespacePods, input.workloads, wanted);
  const { namespace } = service.meta;
  const workloads = (input.workloads ?? []).filter(({ meta }) => meta.namespace === namespace);
  return [...groups, ...groupsOfNoPods(workloads, groups, wanted)];
}

/** The pairs the Service asks for, and what the nearest Pods have instead. */
function sideBySide({ differs }: NearestPods): Finding['values'] {
  const found = (each: LabelDifference): readonly string[] =>
    each.kind === 'missing' ? [] : [`${each.kind === 'key' ? each.hasKey : each.key}=${each.has}`];
  return {
    expected: differs.map(({ key, wanted }) => `${key}=${wanted}`).join(','),
    found: differs.flatMap(found).join(','),
  };
}

function elsewhere(facts: Facts, severity: Severity): readonly Finding[] {
  const { input, service } = facts;
  const places = (input.elsewhere ?? [])
    .filter(({ namespace, pods }) => namespace !== service.meta.namespace && pods > 0)
    .map(({ namespace, pods }) => ({ namespace, pods }))
    .sort((a, b) => b.pods - a.pods || (a.namespace < b.namespace ? -1 : 1));
  if (places.length === 0) return [];
  return [
    finding(
      'same-labels-elsewhere',
      ofService(facts, 'metadata.namespace'),
      { selector: formatSelector(service.selector), places },
      {
        severity,
        values: { expected: service.meta.namespace, found: listed(places.map(({ namespace }) => namespace)) },
      },
    ),
  ];
}

/**
 * R17: the selector selects Pods of more than one owner. Canaries and blue beside green are made so on purpose and run the
 * same images in two versions, one of them with another beside it perhaps: more than worth knowing it is where each side has
 * an image the other has not. That both have a proxy as well makes them no canary of one another.
 */
export const otherOwners: Rule = (facts) => {
  const { input, living } = facts;
  const known = workloadsByUid(input.workloads);
  const owned = living.map((pod) => ({ pod, owner: podOwner(pod, known) }));
  const groups = groupBy(owned, ({ owner }) => `${owner.kind}/${owner.name}`);
  if (groups.length < 2) return [];
  const owners = groups
    .map(([{ owner }, ...others]) => ({ kind: owner.kind, name: owner.name, pods: others.length + 1 }))
    .sort((a, b) => b.pods - a.pods || (a.name < b.name ? -1 : 1));
  const images = groups.map((group) => {
    const written = new Set(group.flatMap(({ pod }) => pod.containers.map(({ image }) => image)));
    return new Set(Array.from(written, repository));
  });
  const [first = new Set<string>(), ...others] = images;
  const common = new Set([...first].filter((image) => others.every((each) => each.has(image))));
  const sharedImage = images.some((few) => [...few].every((image) => common.has(image)));
  const severity = sharedImage ? 'info' : 'warning';
  return [finding('selects-other-owners', ofService(facts, 'spec.selector'), { owners, sharedImage }, { severity })];
};

/** An image without its tag and digest; a colon before the last slash is a registry's port. */
function repository(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
