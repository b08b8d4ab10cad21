import type { Pod } from '../kube/pod.ts';
import type { Labels } from './change.ts';

/** Pods with the same labels. */
export interface LabelledPods {
  readonly labels: Labels;
  readonly pods: readonly Pod[];
}

/**
 * The Pods of one namespace by their labels. Made once per change of the Pods, so that a keystroke costs what is selected
 * and how many distinct sets of labels there are, not how many Pods.
 */
export interface LabelIndex {
  readonly groups: readonly LabelledPods[];
  /** Under `key=value`, which is unambiguous: a label key has no equals sign. */
  readonly byPair: ReadonlyMap<string, readonly LabelledPods[]>;
  readonly byUid: ReadonlyMap<string, Pod>;
  readonly byName: ReadonlyMap<string, Pod>;
}

export function indexLabels(pods: Iterable<Pod>): LabelIndex {
  const groups = new Map<string, { labels: Labels; pods: Pod[] }>();
  const byUid = new Map<string, Pod>();
  const byName = new Map<string, Pod>();
  for (const pod of pods) {
    byUid.set(pod.meta.uid, pod);
    byName.set(pod.meta.name, pod);
    const key = keyOf(pod.meta.labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels: pod.meta.labels, pods: [pod] });
    else group.pods.push(pod);
  }
  const byPair = new Map<string, LabelledPods[]>();
  for (const group of groups.values()) {
    for (const [key, value] of Object.entries(group.labels)) {
      const pair = `${key}=${value}`;
      const known = byPair.get(pair);
      if (known === undefined) byPair.set(pair, [group]);
      else known.push(group);
    }
  }
  return { groups: [...groups.values()], byPair, byUid, byName };
}

/** The Pods a Service's selector would select; none for an empty or absent one. */
export function podsSelected(index: LabelIndex, selector: Labels | null): readonly Pod[] {
  const pairs = Object.entries(selector ?? {});
  const candidates = pairs.map(([key, value]) => index.byPair.get(`${key}=${value}`) ?? []);
  const [first, ...others] = candidates;
  if (first === undefined) return [];
  const fewest = others.reduce((least, each) => (each.length < least.length ? each : least), first);
  return fewest
    .filter(({ labels }) => pairs.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value))
    .flatMap(({ pods }) => pods);
}

/** Neither a key nor a value of a label has a line end. Another order of the same labels is another group: that is no harm. */
function keyOf(labels: Labels): string {
  let key = '';
  for (const name in labels) key += `${name}=${labels[name] ?? ''}\n`;
  return key;
}
