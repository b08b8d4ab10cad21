/**
 * Words that stand on pages of servers that name no Pod: software, markup, what default pages say. A Pod may well be called
 * `nginx`, and nginx's welcome page would then name it whoever served it. In lower case.
 */
const PAGE_WORDS: ReadonlySet<string> = new Set([
  ...['apache', 'apache2', 'caddy', 'envoy', 'express', 'gunicorn', 'haproxy', 'httpd', 'istio', 'jetty', 'lighttpd'],
  ...['nginx', 'node', 'openresty', 'php', 'podinfo', 'python', 'tomcat', 'traefik', 'uvicorn', 'whoami'],
  ...['body', 'charset', 'doctype', 'head', 'html', 'lang', 'meta', 'script', 'style', 'title', 'utf-8'],
  ...['close', 'connection', 'content-length', 'content-type', 'date', 'host', 'http', 'https', 'keep-alive', 'server'],
  ...['docker', 'kubernetes', 'linux', 'localhost'],
  ...['default', 'error', 'example', 'hello', 'home', 'index', 'page', 'test', 'welcome', 'works', 'world'],
]);

/** Whether a whole name occurs on pages that mean something else by it, so that finding it proves nothing. */
export function isPageWord(name: string): boolean {
  return PAGE_WORDS.has(name.toLowerCase());
}
