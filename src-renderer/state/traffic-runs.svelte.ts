import { namespacedName, type NamespacedName } from '#shared/kube/object-key.ts';
import type { SessionAffinity } from '#shared/kube/service.ts';
import type { IdentificationRule } from '#shared/traffic/hit.ts';
import type { RunStatus, RunUpdate, TrafficBatch } from '#shared/traffic/run-update.ts';
import { count, newSideTally, type SideTally } from '#shared/traffic/tally.ts';
import type { Api } from '../api.ts';
import { createFrameBatch, type FrameSource } from './frame-batch.ts';

/** One run as the window knows it: its status, and its hits counted as they come. */
export class TrafficRun {
  readonly id: string;
  /** When this window first heard of it, milliseconds of this computer's clock. */
  readonly began: number;
  status: RunStatus;
  /** When this window heard of its end, by the same clock; null: it goes on. */
  endedAt: number | null = null;
  readonly #tallies: Readonly<Record<SessionAffinity, SideTally>> = {
    None: newSideTally('None'),
    ClientIP: newSideTally('ClientIP'),
  };
  readonly #rules = new Set<IdentificationRule>();
  #heldUnder: string | null = null;
  #held = true;
  #revision: number = $state(0);

  constructor(first: RunUpdate, now: number) {
    this.id = first.run;
    this.began = now;
    this.status = $state.raw(first.status);
  }

  /** The counts of one side: the same object as long as the run lives, read anew after each update. */
  tally(side: SessionAffinity): SideTally {
    void this.#revision;
    return this.#tallies[side];
  }

  /** Changes with every update that brought hits. */
  get revision(): number {
    return this.#revision;
  }

  /** The rules by which Pods were told so far. */
  get rules(): ReadonlySet<IdentificationRule> {
    void this.#revision;
    return this.#rules;
  }

  get ended(): boolean {
    return this.status.phase.phase === 'ended';
  }

  /** Takes what its word hangs on besides, as one text: it holds while that is what it was at the first look. */
  lookUnder(text: string): void {
    this.#heldUnder ??= text;
    this.#held = this.#heldUnder === text;
  }

  /** By the last look: what it hangs on is read for the Service whose page is open alone. */
  get held(): boolean {
    return this.#held;
  }

  apply(update: RunUpdate, now: number): void {
    if (this.endedAt === null && update.status.phase.phase === 'ended') this.endedAt = now;
    this.status = update.status;
    for (const hit of update.hits) {
      count(this.#tallies[hit.side], hit, update.status.membershipChanges);
      if (hit.rule !== null) this.#rules.add(hit.rule);
    }
    if (update.hits.length > 0) this.#revision += 1;
  }
}

/** The runs of this window, oldest first. They go on, and are counted, whatever page is open. */
export class TrafficRuns {
  all: readonly TrafficRun[] = $state.raw([]);
  /** The latest run that has ended of each Service that has any, by `namespace/name`; a new Map when there is another. */
  ended: ReadonlyMap<string, TrafficRun> = $state.raw(new Map());
  readonly #now: () => number;

  constructor(api: Api, frames: FrameSource, now: () => number) {
    this.#now = now;
    const batch = createFrameBatch<TrafficBatch>(frames, (updates) => {
      for (const update of updates) this.#apply(update);
    });
    api.on('traffic', batch.push);
  }

  byId(id: string): TrafficRun | undefined {
    return this.all.find((run) => run.id === id);
  }

  /** The runs of a Service, oldest first. */
  allOf({ namespace, name }: NamespacedName): readonly TrafficRun[] {
    return this.all.filter(({ status: { request } }) => request.namespace === namespace && request.service === name);
  }

  /** The latest run of a Service. */
  latestOf(service: NamespacedName): TrafficRun | undefined {
    return this.allOf(service).at(-1);
  }

  /** The latest run of a Service that has ended. */
  endedOf(service: NamespacedName): TrafficRun | undefined {
    return this.ended.get(namespacedName(service));
  }

  #apply(update: TrafficBatch): void {
    const now = this.#now();
    const known = this.byId(update.run);
    if (known !== undefined && !update.replace) {
      const had = known.ended;
      known.apply(update, now);
      if (known.ended !== had) this.ended = latestEnded(this.all);
      return;
    }
    const run = new TrafficRun(update, now);
    run.apply(update, now);
    // Told whole, oldest first: a live message of a newer run may have come before, while the window was loading.
    this.all = [...this.all.filter((each) => each !== known), run];
    this.ended = latestEnded(this.all);
  }
}

function latestEnded(runs: readonly TrafficRun[]): ReadonlyMap<string, TrafficRun> {
  const ended = runs.filter((run) => run.ended);
  return new Map(
    ended.map((run) => [
      namespacedName({ namespace: run.status.request.namespace, name: run.status.request.service }),
      run,
    ]),
  );
}
