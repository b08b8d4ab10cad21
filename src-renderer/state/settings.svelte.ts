import type { AppDescription } from '#shared/ipc/contract.ts';
import type { Language, Settings, SettingsChange, Theme } from '#shared/ipc/settings.ts';
import { en, type Messages } from '#shared/messages/en.ts';
import { ko } from '#shared/messages/ko.ts';
import type { Api } from '../api.ts';

const DICTIONARIES: Readonly<Record<Language, Messages>> = { en, ko };

export class SettingsState {
  readonly description: AppDescription;
  settings: Settings;
  readonly language: Language = $derived.by(() => this.settings.language ?? languageOf(this.description.locale));
  readonly words: Messages = $derived(DICTIONARIES[this.language]);
  readonly #api: Api;

  constructor(api: Api, description: AppDescription) {
    this.#api = api;
    this.description = description;
    this.settings = $state.raw(description.settings);
    api.on('settings', (settings) => {
      this.settings = settings;
    });
  }

  get theme(): Theme {
    return this.settings.theme;
  }

  /** Shown at once; the main process answers with what it kept. */
  async change(change: SettingsChange): ReturnType<Api['changeSettings']> {
    const before = this.settings;
    this.settings = { ...before, ...change };
    const result = await this.#api.changeSettings(change);
    this.settings = result.ok ? result.value : before;
    return result;
  }
}

/** Korean where the operating system speaks Korean, English everywhere else. */
export function languageOf(locale: string): Language {
  return /^ko\b/i.test(locale) ? 'ko' : 'en';
}
