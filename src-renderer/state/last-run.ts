import type { MembershipInput } from '#shared/membership/member.ts';
import { lastTrafficOf, type LearnedTraffic } from '#shared/traffic/last-traffic.ts';
import { stillHolds } from '#shared/traffic/still-holds.ts';
import type { TrafficRun } from './traffic-runs.svelte.ts';

interface Around {
  readonly members: Pick<MembershipInput, 'service' | 'slices' | 'pods'>;
  /** When ports or selector of the Service were last seen to change, by this computer's clock. */
  readonly edited: number | null;
  /** API server's clock minus this computer's, milliseconds. */
  readonly skew: number;
}

/** What a run learned, as long as the Service and who stands behind it are the ones it asked; null: nothing that holds. */
export function learnedBy(
  run: TrafficRun | undefined,
  { members: { service, slices, pods }, edited, skew }: Around,
): LearnedTraffic | null {
  if (run?.endedAt == null || run.status.serviceUid !== service.meta.uid || !run.held) return null;
  if (edited !== null && edited > run.began) return null;
  const { status, endedAt } = run;
  const began = run.began + skew;
  const port = service.ports.find((each) => each.port === status.request.port);
  if (port === undefined || slices === null) return null;
  if (!stillHolds(status, { slices, portName: port.name, pods }, began)) return null;
  const tallies = status.sides.map(({ affinity }) => run.tally(affinity));
  const traffic = lastTrafficOf(status, tallies, endedAt + skew);
  return traffic === null ? null : { traffic, run: status, began };
}

/** What each Service's last run told at the last look. */
export class RunsRead {
  readonly #read = new Map<string, { readonly run: TrafficRun; readonly told: string }>();

  /** Whose run tells something else now, by `namespace/name`. Costs as much as there are Services with a run that has ended. */
  changed(ended: ReadonlyMap<string, TrafficRun>): readonly string[] {
    return [...ended].flatMap(([name, run]) => {
      const told = `${String(run.revision)} ${String(run.held)}`;
      const before = this.#read.get(name);
      if (before?.run === run && before.told === told) return [];
      this.#read.set(name, { run, told });
      return [name];
    });
  }
}
