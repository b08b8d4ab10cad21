import { type App, type Session, shell, type WebContents } from 'electron';
import { isOurPage, mayOpenExternally } from './app-url.ts';

/** Denies every permission: the app needs none. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => {
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Blocks all that a page could load or open beside our own files, for every web contents there will ever be. */
export function guardNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    guard(contents);
  });
}

/** about:blank is the one navigation Electron does not ask about; whoever gets there is told nothing (windows.ts). */
function guard(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenExternally(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event, url) => {
    if (!isOurPage(url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurPage(event.url)) event.preventDefault();
  });
}
