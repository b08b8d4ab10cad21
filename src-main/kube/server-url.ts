/**
 * The API server's address, or null where it is none we can use. A name and password in it are refused: they would
 * travel into messages and logs, and kubectl does not take them either.
 */
export function parseServer(server: string): URL | null {
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url;
}

/** For showing: without a name and password, whatever else is wrong with it. */
export function showServer(server: string): string {
  return server.replace(/\/\/[^/]*@/, '//');
}

/** Host without the brackets of IPv6, as sockets take it. */
export function socketHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

export function socketPort(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** What stands before `/api` on servers behind a path, such as Rancher's `https://host/k8s/clusters/c-x`. Empty or `/a/b`. */
export function pathPrefix(url: URL): string {
  return url.pathname.replace(/\/+$/, '');
}
