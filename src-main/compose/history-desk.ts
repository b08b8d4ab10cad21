import type { FlappingPod } from '#shared/findings/diagnosis-input.ts';
import { flappingPods } from '#shared/history/flapping.ts';
import type { ServiceHistory } from '#shared/history/history.ts';
import { namedBy, namespacedName, type NamespacedName } from '#shared/kube/object-key.ts';
import { type Clock, systemClock } from '../kube/clock.ts';
import { type HistoryRecorderOptions, recordHistory } from '../kube/history-recorder.ts';

/** A window is told this often at most, and reads the whole: a rollout is some ten changes a second. */
const TELL_AFTER_MS = 300;

export interface HistoryDesk {
  /** By the API server's clock. */
  now(): number;
  /** Null until Services and slices have been read whole. The window is told of changes of the last one it read. */
  read(service: NamespacedName): ServiceHistory | null;
  /** Of the Services that have any, by `namespace/name`: Pods that turned not ready again and again. */
  readonly flapping: ReadonlyMap<string, readonly FlappingPod[]>;
}

export interface HistoryDeskOptions extends Pick<HistoryRecorderOptions, 'watch'> {
  /** API server's clock minus this computer's, milliseconds; null while it is not known. */
  readonly clockSkewMs: () => number | null;
  readonly tell: (service: NamespacedName) => void;
  /** Told `namespace/name` of a Service, read or not, whose `flapping` has changed. */
  readonly flaps: (service: string) => void;
  /** Ends the telling. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** Records what one window looks at, and tells it when the Service it reads has more to tell. */
export function createHistoryDesk(options: HistoryDeskOptions): HistoryDesk {
  const { watch, clockSkewMs, tell, flaps, signal, clock = systemClock } = options;
  let looked: NamespacedName | null = null;
  let due = false;
  let waiting = false;
  const changedSince = new Set<string>();
  const flapping = new Map<string, readonly FlappingPod[]>();
  const now = (): number => clock.now() + (clockSkewMs() ?? 0);
  const changed = (service: string | null): void => {
    if (service !== null) changedSince.add(service);
    due ||= looked !== null && (service === null || service === namespacedName(looked));
    if (waiting || (!due && changedSince.size === 0)) return;
    waiting = true;
    void clock.sleep(TELL_AFTER_MS, signal).then(() => {
      waiting = false;
      if (signal.aborted) return;
      lookAtTurns();
      if (due && looked !== null) tell(looked);
      due = false;
    });
  };
  const lookAtTurns = (): void => {
    for (const service of changedSince) {
      const { entries = [] } = recorder.read(namedBy(service)) ?? {};
      const pods = flappingPods(entries, now());
      if (JSON.stringify(pods) === JSON.stringify(flapping.get(service) ?? [])) continue;
      if (pods.length === 0) flapping.delete(service);
      else flapping.set(service, pods);
      flaps(service);
    }
    changedSince.clear();
  };
  const recorder = recordHistory({ watch, now, changed });
  return {
    now,
    flapping,
    read: ({ namespace, name }) => {
      looked = { namespace, name };
      return recorder.read(looked);
    },
  };
}
