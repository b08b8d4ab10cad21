import type { Failure } from '#shared/ipc/failure.ts';
import type { Change, ChangeOutcome } from '#shared/what-if/change.ts';
import type { AppState } from '../state/app-state.ts';

type Api = AppState['api'];

export type ApplyPhase =
  | { readonly phase: 'closed' }
  | { readonly phase: 'checking' }
  | { readonly phase: 'checked' | 'sending'; readonly outcome: ChangeOutcome }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** From "Apply…" to the change: the server's dry run, shown and confirmed, then the same on that very version. */
export class ApplyChange {
  now: ApplyPhase = $state.raw({ phase: 'closed' });
  /** The change that is shown; an answer for another one comes too late. */
  change: Change | null = $state.raw(null);
  readonly #api: Api;
  readonly #onapplied: (undo: Change) => void;

  constructor(api: Api, onapplied: (undo: Change) => void) {
    this.#api = api;
    this.#onapplied = onapplied;
  }

  async check(change: Change): Promise<void> {
    this.change = change;
    this.now = { phase: 'checking' };
    const result = await this.#api.change(change, true);
    if (this.change !== change) return;
    this.now = result.ok ? { phase: 'checked', outcome: result.value } : { phase: 'failed', failure: result.failure };
  }

  async confirm(): Promise<void> {
    const { change, now } = this;
    if (change === null || now.phase !== 'checked') return;
    this.now = { phase: 'sending', outcome: now.outcome };
    const result = await this.#api.change({ ...change, resourceVersion: now.outcome.resourceVersion }, false);
    // What was sent was sent, even if the dialog has been closed meanwhile.
    if (result.ok) this.#onapplied(result.value.undo);
    if (this.change !== change) return;
    if (result.ok) this.close();
    else this.now = { phase: 'failed', failure: result.failure };
  }

  close(): void {
    this.change = null;
    this.now = { phase: 'closed' };
  }
}
