import type { BrowserWindow, WebFrameMain } from 'electron';
import { EVENT_CHANNEL, type EventName, type Events } from '#shared/ipc/contract.ts';
import { isOurPage } from '../app/app-url.ts';
import type { LaunchOptions } from '../app/launch-options.ts';
import { openWindow, type WindowOptions } from '../app/window.ts';

/** What a window was opened with. One start of the app asks for it, so each window has its own. */
export type WindowWishes = Pick<LaunchOptions, 'context' | 'namespace' | 'readOnly'>;

/** A window of ours, as the rest of main sees it. */
export interface AppWindow {
  readonly id: number;
  readonly browserWindow: BrowserWindow;
  readonly wishes: WindowWishes;
  /** Aborts when the window is closed. */
  readonly signal: AbortSignal;
  tell<N extends EventName>(name: N, payload: Events[N]): void;
  hidden(): boolean;
  /** Until the signal aborts: a window outlives many kube contexts. */
  onShown(listener: () => void, signal: AbortSignal): void;
}

export interface Windows {
  readonly open: (wishes: WindowWishes) => AppWindow;
  /** The window whose main frame this is, as long as it shows our page. */
  readonly of: (frame: WebFrameMain | null) => AppWindow | null;
  readonly focused: () => AppWindow | null;
  readonly all: () => readonly AppWindow[];
  readonly count: () => number;
}

export function createWindows(options: WindowOptions): Windows {
  const windows = new Set<AppWindow>();
  return {
    open: (wishes) => {
      const window = wrap(openWindow(options), wishes);
      windows.add(window);
      window.signal.addEventListener('abort', () => windows.delete(window));
      return window;
    },
    // A frame of a window that is closing has no process any more; only main frames of ours are answered.
    of: (frame) => {
      if (frame === null || !isOurPage(frame.url)) return null;
      return [...windows].find(({ browserWindow }) => browserWindow.webContents.mainFrame === frame) ?? null;
    },
    focused: () => [...windows].find(({ browserWindow }) => browserWindow.isFocused()) ?? null,
    all: () => [...windows],
    count: () => windows.size,
  };
}

function wrap(browserWindow: BrowserWindow, wishes: WindowWishes): AppWindow {
  const closed = new AbortController();
  browserWindow.once('closed', () => {
    closed.abort();
  });
  return {
    id: browserWindow.id,
    browserWindow,
    wishes,
    signal: closed.signal,
    tell: (name, payload) => {
      // A page that crashed hears nothing; loaded again, it asks for everything.
      if (browserWindow.isDestroyed() || browserWindow.webContents.isCrashed()) return;
      browserWindow.webContents.send(EVENT_CHANNEL, name, payload);
    },
    hidden: () => browserWindow.isDestroyed() || browserWindow.isMinimized() || !browserWindow.isVisible(),
    onShown: (listener, signal) => {
      if (signal.aborted) return;
      browserWindow.on('show', listener);
      browserWindow.on('restore', listener);
      const end = (): void => {
        browserWindow.off('show', listener);
        browserWindow.off('restore', listener);
      };
      signal.addEventListener('abort', end, { once: true });
    },
  };
}
