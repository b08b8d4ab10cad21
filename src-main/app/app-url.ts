import { resolve, sep } from 'node:path';

/** Our own origin: no file:// and no server on localhost, which is no boundary between programs. */
export const APP_SCHEME = 'servicescope';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** The only hosts a click may open, in the user's own browser, over https. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['kubernetes.io', 'github.com']);

/** Our one page, wherever its hash leads. Another .html file of the package is not a page of ours. */
export function isOurPage(url: string): boolean {
  return url === APP_ORIGIN || url === `${APP_ORIGIN}/` || url.startsWith(`${APP_ORIGIN}/#`);
}

/** The file a URL of ours names, or null where it names none inside the folder (another host, `..`, an encoded slash). */
export function fileOf(folder: string, url: string): string | null {
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${APP_SCHEME}:` || host !== 'app') return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`);
  return path.startsWith(folder + sep) ? path : null;
}

/** Whether a link may leave for the browser. */
export function mayOpenExternally(url: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(url);
    return protocol === 'https:' && EXTERNAL_HOSTS.has(hostname) && username === '' && password === '';
  } catch {
    return false;
  }
}
