import { ipcMain, type WebFrameMain } from 'electron';
import { REQUEST_CHANNEL } from '#shared/ipc/contract.ts';
import { type AnswerOptions, createAnswer } from './answer-request.ts';

export interface ServeOptions<W> extends AnswerOptions<W> {
  /** The window of ours whose main frame this is; null for any other frame. */
  readonly windowOf: (frame: WebFrameMain | null) => W | null;
}

/** The one door from a page into the main process. */
export function serveRequests<W extends object>({ windowOf, ...options }: ServeOptions<W>): void {
  const answer = createAnswer(options);
  ipcMain.handle(REQUEST_CHANNEL, ({ senderFrame }, name: unknown, argument: unknown) =>
    answer(windowOf(senderFrame), name, argument),
  );
}
