import { unwatchFile, watchFile, type Stats } from 'node:fs';

/**
 * Calls `changed` after any of the files was changed, replaced, made or removed, until the signal aborts. By asking every
 * `intervalMs`, not by inotify: kubeconfigs are replaced by rename, are symbolic links, and stand on network drives.
 */
export function watchFiles(
  paths: readonly string[],
  changed: () => void,
  signal: AbortSignal,
  intervalMs = 2_000,
): void {
  if (signal.aborted) return;
  for (const path of paths) {
    const listener = (now: Stats, before: Stats): void => {
      if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) changed();
    };
    watchFile(path, { interval: intervalMs, persistent: false }, listener);
    signal.addEventListener('abort', () => unwatchFile(path, listener), { once: true });
  }
}
