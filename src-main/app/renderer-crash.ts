import type { BrowserWindow } from 'electron';

/** A page that crashes again so soon would crash for ever. */
const AGAIN_WITHIN_MS = 60_000;

/**
 * A page that crashed is loaded once more: what it showed and its runs live in main, and it subscribes to them again. If it
 * crashes again within a minute its window is closed, and with it its runs end: nobody could stop them behind a blank page.
 */
export function surviveCrashes(window: BrowserWindow, onTrouble: (error: unknown) => void): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    onTrouble(new Error(`The page of window ${String(window.id)} is gone: ${reason}, exit code ${String(exitCode)}`));
    const again = performance.now() - last < AGAIN_WITHIN_MS;
    last = performance.now();
    // Not while Electron still tells of it.
    setImmediate(() => {
      if (window.isDestroyed()) return;
      if (again) window.destroy();
      else window.webContents.reload();
    });
  });
}
