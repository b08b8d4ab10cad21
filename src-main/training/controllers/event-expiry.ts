import type { KubeObject } from '../cluster-api.ts';
import type { ControllerParts } from './controller.ts';

/** How often expired Events are looked for. */
const SWEEP_MS = 60_000;

/** Removes Events an hour after they were last told, as the API server's lease on them does. */
export function expireEvents(parts: ControllerParts): void {
  const { api, timetable, settings, events } = parts;
  const sweep = (): void => {
    const oldest = api.now() - settings.eventTtlMs;
    for (const event of api.list('events')) {
      if (lastTold(event) <= oldest) api.delete('events', event.metadata.namespace, event.metadata.name);
    }
    events.forget();
    timetable.after(SWEEP_MS, sweep);
  };
  timetable.after(SWEEP_MS, sweep);
}

function lastTold(event: KubeObject): number {
  const time = event.lastTimestamp;
  return Date.parse(typeof time === 'string' ? time : event.metadata.creationTimestamp);
}
