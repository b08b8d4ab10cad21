import log from 'electron-log/main';
import { redact } from '#shared/kube/redact.ts';

/** A log file in the user's own folder, kept below 2 MB. No telemetry: nothing is ever sent. */
export function openLog(file: string): typeof log {
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = 2 * 1024 * 1024;
  log.transports.console.level = 'warn';
  log.hooks.push((message) => ({ ...message, data: message.data.map((part: unknown) => redact(textOf(part))) }));
  return log;
}

function textOf(part: unknown): string {
  if (part instanceof Error) return part.stack ?? part.message;
  return typeof part === 'string' ? part : JSON.stringify(part);
}
