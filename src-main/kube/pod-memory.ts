import type { Pod } from '#shared/kube/pod.ts';
import { BoundedMap } from './bounded-map.ts';

/** Pods that are gone, and labels that changed: enough for what slices say a few seconds later. */
const KEPT = 1_000;
/** The controllers write slices within a second or two; kube-controller-manager may be busy for some more. */
const RECENT_MS = 60_000;

type Labels = Pod['meta']['labels'];

export interface KnownPod {
  readonly pod: Pod;
  readonly gone: boolean;
  /** For the first time. */
  readonly seenAt: number;
}

/** What a store forgets and a history needs: Pods that are gone, and the labels a Pod had before. */
export interface PodMemory {
  /** To be told each change: the Pod as it is, undefined where it is gone. */
  changed(uid: string, pod: Pod | undefined, at: number): void;
  /** As last seen. */
  get(uid: string): KnownPod | undefined;
  /** Before their last change, if that was lately. */
  labelsBefore(uid: string, at: number): Labels | null;
}

export function createPodMemory(): PodMemory {
  // The objects are the store's own; only those that are gone cost anything.
  const present = new Map<string, KnownPod>();
  const gone = new BoundedMap<KnownPod>(KEPT);
  const relabelled = new BoundedMap<{ readonly at: number; readonly labels: Labels }>(KEPT);
  return {
    changed: (uid, pod, at) => {
      const before = present.get(uid);
      if (pod === undefined) {
        present.delete(uid);
        if (before !== undefined) gone.set(uid, { ...before, gone: true });
        return;
      }
      present.set(uid, { pod, gone: false, seenAt: before?.seenAt ?? at });
      gone.delete(uid);
      if (before !== undefined && !sameLabels(before.pod.meta.labels, pod.meta.labels)) {
        relabelled.set(uid, { at, labels: before.pod.meta.labels });
      }
    },
    get: (uid) => present.get(uid) ?? gone.get(uid),
    labelsBefore: (uid, at) => {
      const change = relabelled.get(uid);
      return change === undefined || at - change.at > RECENT_MS ? null : change.labels;
    },
  };
}

function sameLabels(one: Labels, other: Labels): boolean {
  if (one === other) return true;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
