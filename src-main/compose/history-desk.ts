import type { ServiceHistory } from '#shared/history/history.ts';
import { namespacedName, type NamespacedName } from '#shared/kube/object-key.ts';
import { type Clock, systemClock } from '../kube/clock.ts';
import { type HistoryRecorderOptions, recordHistory } from '../kube/history-recorder.ts';

/** A window is told this often at most, and reads the whole: a rollout is some ten changes a second. */
const TELL_AFTER_MS = 300;

export interface HistoryDesk {
  /** By the API server's clock. */
  now(): number;
  /** Null until Services and slices have been read whole. The window is told of changes of the last one it read. */
  read(service: NamespacedName): ServiceHistory | null;
}

export interface HistoryDeskOptions extends Pick<HistoryRecorderOptions, 'watch'> {
  /** API server's clock minus this computer's, milliseconds; null while it is not known. */
  readonly clockSkewMs: () => number | null;
  readonly tell: (service: NamespacedName) => void;
  /** Ends the telling. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** Records what one window looks at, and tells it when the Service it reads has more to tell. */
export function createHistoryDesk(options: HistoryDeskOptions): HistoryDesk {
  const { watch, clockSkewMs, tell, signal, clock = systemClock } = options;
  let looked: NamespacedName | null = null;
  let due = false;
  const now = (): number => clock.now() + (clockSkewMs() ?? 0);
  const changed = (service: string | null): void => {
    if (looked === null || due || (service !== null && service !== namespacedName(looked))) return;
    due = true;
    void clock.sleep(TELL_AFTER_MS, signal).then(() => {
      due = false;
      if (!signal.aborted && looked !== null) tell(looked);
    });
  };
  const recorder = recordHistory({ watch, now, changed });
  return {
    now,
    read: ({ namespace, name }) => {
      looked = { namespace, name };
      return recorder.read(looked);
    },
  };
}
