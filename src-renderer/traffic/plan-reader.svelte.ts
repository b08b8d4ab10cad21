import type { Failure } from '#shared/ipc/failure.ts';
import type { Result } from '#shared/ipc/result.ts';
import type { RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';

/** The part of the API that is asked here. */
export interface Planner {
  planRun(request: RunRequest): Promise<Result<RunPlan>>;
}

/** Calls back after a pause; the returned function takes it back. */
export type Later = (callback: () => void, milliseconds: number) => () => void;

/** Typing makes a request a key; the API server is asked once it rests. */
export const PLAN_PAUSE_MS = 300;

export type PlanState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'planned'; readonly plan: RunPlan }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** What the run described by the form would do: asked when the form rests, the last answer shown, never an older one. */
export class PlanReader {
  state: PlanState = $state.raw({ phase: 'asking' });
  /** The request the state speaks of; null while it is asked for another. */
  answered: string | null = $state.raw(null);
  readonly #api: Planner;
  readonly #later: Later;
  #asked = '';
  #takeBack: (() => void) | null = null;

  constructor(api: Planner, later: Later) {
    this.#api = api;
    this.#later = later;
  }

  ask(request: RunRequest): void {
    const key = JSON.stringify(request);
    this.#asked = key;
    this.#takeBack?.();
    if (key === this.answered) return;
    this.#takeBack = this.#later(() => void this.#read(request, key), PLAN_PAUSE_MS);
  }

  /** Asks again, whatever was answered: permissions or members may have changed. */
  again(request: RunRequest): void {
    this.answered = null;
    this.ask(request);
  }

  stop(): void {
    this.#takeBack?.();
    this.#asked = '';
  }

  async #read(request: RunRequest, key: string): Promise<void> {
    const result = await this.#api.planRun(request);
    if (this.#asked !== key) return;
    this.answered = key;
    this.state = result.ok ? { phase: 'planned', plan: result.value } : { phase: 'failed', failure: result.failure };
  }
}
