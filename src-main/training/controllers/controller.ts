import type { Change, ClusterApi } from '../cluster-api.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { ControllerSettings } from './settings.ts';
import type { Timetable } from './timetable.ts';
import { WorkQueue, type Reconcile } from './work-queue.ts';

/** What every controller gets. */
export interface ControllerParts {
  readonly api: ClusterApi;
  readonly timetable: Timetable;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly settings: ControllerSettings;
  readonly events: EventRecorder;
  /** Told of each reconciliation that failed and will be tried again. */
  readonly failed: (controller: string, key: string, error: unknown) => void;
}

/** Hears of every object there is, as added, and then of every change. */
export type ChangeListener = (change: Change) => void;

/** One controller: which keys a change makes, and what is done with a key. */
export interface ControllerRules {
  readonly name: string;
  readonly delayMs: number;
  readonly keysOf: (change: Change) => Iterable<string>;
  readonly reconcile: Reconcile;
}

/** Gives a controller its queue; returns what is to hear of changes. */
export function controller(parts: ControllerParts, rules: ControllerRules): ChangeListener {
  const queue = new WorkQueue({
    timetable: parts.timetable,
    delayMs: rules.delayMs,
    reconcile: rules.reconcile,
    failed: (key, error) => parts.failed(rules.name, key, error),
  });
  return (change) => {
    for (const key of rules.keysOf(change)) queue.add(key);
  };
}
