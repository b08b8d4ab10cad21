import { SvelteMap } from 'svelte/reactivity';
import type { Failure } from '#shared/ipc/failure.ts';
import type { Change } from '#shared/what-if/change.ts';
import { type Draft, UNTOUCHED } from '#shared/what-if/draft.ts';
import type { Api } from '../api.ts';

/** A change this window made, which can be taken back as long as the window lives. */
export interface AppliedChange {
  readonly id: number;
  /** Kube context it was made in. */
  readonly context: string;
  readonly undo: Change;
  readonly state: 'done' | 'undoing' | 'undone';
  /** Why it could not be taken back; then it stands as it was made. */
  readonly failure: Failure | null;
}

/** What a person tries on Services, and what came of it. Kept while other tabs and pages are looked at. */
export class WhatIf {
  /** Oldest first. */
  applied: readonly AppliedChange[] = $state.raw([]);
  /** By the Service's uid. */
  readonly #drafts = new SvelteMap<string, Draft>();
  readonly #api: Api;
  #last = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  draftOf(service: string): Draft {
    return this.#drafts.get(service) ?? UNTOUCHED;
  }

  edit(service: string, draft: Draft): void {
    this.#drafts.set(service, draft);
  }

  reset(service: string): void {
    this.#drafts.delete(service);
  }

  made(context: string, undo: Change): void {
    this.#last += 1;
    this.applied = [...this.applied, { id: this.#last, context, undo, state: 'done', failure: null }];
  }

  async undo(id: number): Promise<void> {
    const change = this.applied.find((each) => each.id === id);
    if (change?.state !== 'done') return;
    this.#put(id, { state: 'undoing', failure: null });
    const result = await this.#api.change(change.undo, false);
    this.#put(id, result.ok ? { state: 'undone', failure: null } : { state: 'done', failure: result.failure });
  }

  dismiss(id: number): void {
    this.applied = this.applied.filter((each) => each.id !== id);
  }

  #put(id: number, fields: Pick<AppliedChange, 'state' | 'failure'>): void {
    this.applied = this.applied.map((each) => (each.id === id ? { ...each, ...fields } : each));
  }
}
