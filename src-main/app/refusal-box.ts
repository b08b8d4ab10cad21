import { writeSync } from 'node:fs';
import { app, dialog } from 'electron';
import type { Failure } from '#shared/ipc/failure.ts';
import type { Language } from '#shared/ipc/settings.ts';
import { en } from '#shared/messages/en.ts';
import { failureText, type FailureText } from '#shared/messages/failure-text.ts';
import { ko } from '#shared/messages/ko.ts';

/** Tells a failure that no window of ours can tell, because none was opened. Does not wait for the answer. */
export function showRefusal(failure: Failure, language: Language | null): void {
  const { what, why, next } = inWords(failure, language);
  void dialog.showMessageBox({ type: 'error', title: app.getName(), message: what, detail: `${why}\n\n${next}` });
}

/** The same for who typed a command: stderr, whole before the process ends. */
export function printRefusal(failure: Failure, language: Language | null): void {
  const { what, why, next } = inWords(failure, language);
  // What was typed may have been pasted from anywhere: nothing of it may steer the terminal.
  const line = `${what} ${why} ${next}`.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
  writeSync(process.stderr.fd, `${line}\n`);
}

function inWords(failure: Failure, language: Language | null): FailureText {
  const spoken = language ?? (app.getLocale().startsWith('ko') ? 'ko' : 'en');
  return failureText((spoken === 'ko' ? ko : en).failures, failure);
}
