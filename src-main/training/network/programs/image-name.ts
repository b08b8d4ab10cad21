/** As containerd spells a reference out: registry, repository and tag. */
export interface ImageName {
  /** `docker.io/library/nginx` */
  readonly repository: string;
  readonly tag: string;
}

/** Null where the kubelet says InvalidImageName. */
export function parseImageName(image: string): ImageName | null {
  const match = /^([a-zA-Z0-9._:/-]+?)(?::([\w][\w.-]{0,127}))?(?:@sha256:[0-9a-f]{64})?$/.exec(image);
  const name = match?.[1];
  if (name === undefined || name.startsWith('/') || name.endsWith('/')) return null;
  const parts = name.split('/');
  const [first = ''] = parts;
  const hasRegistry = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasRegistry ? parts.slice(1) : parts;
  if (path.some((part) => !/^[a-z0-9]+([._-]+[a-z0-9]+)*$/.test(part))) return null;
  const registry = !hasRegistry || first === 'index.docker.io' ? 'docker.io' : first;
  const full = registry === 'docker.io' && path.length === 1 ? ['library', ...path] : path;
  return { repository: [registry, ...full].join('/'), tag: match?.[2] ?? 'latest' };
}
