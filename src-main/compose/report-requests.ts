import type { ReportFile } from '#shared/ipc/contract.ts';
import type { Handlers } from '../ipc/answer-request.ts';
import { asResult } from './as-result.ts';
import { type FileKind, saveText } from './save-text.ts';
import type { AppWindow } from './windows.ts';

const KINDS: Readonly<Record<ReportFile['format'], FileKind>> = {
  markdown: { name: 'Markdown', extension: 'md' },
  json: { name: 'JSON', extension: 'json' },
};

/** A report is made by the page, which has the words and the numbers; here it is only put where the user says. */
export function reportRequests(): Pick<Handlers<AppWindow>, 'report.save'> {
  return {
    'report.save': ({ service: { namespace, name }, format, text }, window) =>
      asResult(async () => ({ path: await saveText(window, `report-${namespace}-${name}`, KINDS[format], text) })),
  };
}
