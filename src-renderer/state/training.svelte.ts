import type { Failure } from '#shared/ipc/failure.ts';
import type { Result } from '#shared/ipc/result.ts';
import type { Scenario, TrainingState } from '#shared/ipc/training.ts';
import type { Api } from '../api.ts';

/** The training cluster, as the main process tells it. */
export class Training {
  state: TrainingState = $state.raw({ phase: 'stopped' });
  failure: Failure | null = $state.raw(null);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.on('training', (told) => (this.state = told));
    // Started by another window, or before this one was reloaded.
    void this.#do(api.trainingState());
  }

  /** Resolves to the kube context it can be opened by, or null. */
  async start(scenario: Scenario): Promise<string | null> {
    const state = await this.#do(this.#api.startTraining(scenario));
    return state?.phase === 'running' ? state.context : null;
  }

  async reset(scenario: Scenario): Promise<void> {
    await this.#do(this.#api.resetTraining(scenario));
  }

  async stop(): Promise<void> {
    await this.#do(this.#api.stopTraining());
  }

  async #do(answer: Promise<Result<TrainingState>>): Promise<TrainingState | null> {
    this.failure = null;
    const result = await answer;
    if (result.ok) this.state = result.value;
    else this.failure = result.failure;
    return result.ok ? result.value : null;
  }
}
