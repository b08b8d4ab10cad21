import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, type Session } from 'electron';
import type { Theme } from '#shared/ipc/settings.ts';
import { APP_ORIGIN } from './app-url.ts';
import { surviveCrashes } from './renderer-crash.ts';

/** Below this the tables lose columns that people compare. */
const MINIMUM = { minWidth: 860, minHeight: 560 };

export interface WindowOptions {
  readonly onTrouble: (error: unknown) => void;
  readonly session: Session;
  /** Absolute path of the preload script. */
  readonly preload: string;
}

/** Opens a window of ours. Shown once its first frame is painted, so that nobody sees it white. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...MINIMUM,
    show: false,
    title: 'ServiceScope',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171c' : '#f7f8fa',
    webPreferences: webPreferences(options),
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  surviveCrashes(window, options.onTrouble);
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** Each line is one of Electron's security recommendations; the defaults are repeated so that a test can read them. */
function webPreferences(options: WindowOptions): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    session: options.session,
    preload: options.preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // A hidden window still applies its batches; main slows them down to one a second.
    backgroundThrottling: true,
  };
}

export function applyTheme(theme: Theme): void {
  nativeTheme.themeSource = theme;
}
