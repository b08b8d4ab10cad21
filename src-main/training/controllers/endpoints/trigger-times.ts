import { conditionOf } from '../pod-facts.ts';
import type { KubeObject } from '../../cluster-api.ts';
import type { Pod } from '../shapes.ts';

interface Seen {
  readonly object: string;
  readonly pods: ReadonlyMap<string, string>;
}

/**
 * When the oldest of the changes happened that a Service's endpoints now follow: the annotation
 * endpoints.kubernetes.io/last-change-trigger-time. Source: k8s.io/endpointslice util TriggerTimeTracker.
 */
export class TriggerTimes {
  readonly #seen = new Map<string, Seen>();

  /** Undefined when nothing the tracker knows of has changed. To be asked once per reconciliation. */
  next(key: string, owner: KubeObject, pods: readonly Pod[]): string | undefined {
    const created = owner.metadata.creationTimestamp;
    const before = this.#seen.get(key);
    const times = new Map(
      pods.flatMap((pod) => {
        const time = conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime;
        return typeof time === 'string' ? [[pod.metadata.name, time] as const] : [];
      }),
    );
    this.#seen.set(key, { object: created, pods: times });
    if (before === undefined) return created;
    // RFC 3339 in whole seconds and UTC sorts as text.
    const changed = [...times].filter(([name, time]) => time > (before.pods.get(name) ?? '')).map(([, time]) => time);
    if (created > before.object) changed.push(created);
    return changed.sort()[0];
  }

  forget(key: string): void {
    this.#seen.delete(key);
  }
}
