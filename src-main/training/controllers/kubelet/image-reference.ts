import { createHash } from 'node:crypto';

/** What a reference may be made of. Source: distribution/reference: a repository's path is lower case. */
const VALID =
  /^(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/i;

/** Whether a container runtime could ask for it. */
export function isImageReference(image: string): boolean {
  const path = image.slice(image.indexOf('/') + 1).split(/[:@]/)[0] ?? '';
  return VALID.test(image) && path === path.toLowerCase();
}

/** With registry and tag, as containerd tells it: nginx is docker.io/library/nginx:latest. With its digest, as imageID does. */
export function imageReference(image: string, form: 'tag' | 'digest' = 'tag'): string {
  const slash = image.indexOf('/');
  const host = image.slice(0, Math.max(slash, 0));
  const named = /[.:]/.test(host) || host === 'localhost';
  const full = named ? image : slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
  const end = full.lastIndexOf('/');
  const tagged = /[:@]/.test(full.slice(end)) ? full : `${full}:latest`;
  if (form === 'tag') return tagged;
  const name = tagged.slice(0, end) + (tagged.slice(end).split(/[:@]/)[0] ?? '');
  return `${name}@sha256:${createHash('sha256').update(tagged).digest('hex')}`;
}
