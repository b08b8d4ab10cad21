import type { NamespacedName } from '#shared/kube/object-key.ts';

export type Place =
  | { readonly page: 'connect' }
  | { readonly page: 'services' }
  | ({ readonly page: 'service' } & NamespacedName)
  | ({ readonly page: 'traffic' } & NamespacedName);

/** The place a URL's hash names; the list of kube contexts for anything unknown. */
export function parsePlace(hash: string): Place {
  const [page, namespace, name] = hash.replace(/^#?\/?/, '').split('/');
  if (page === 'services') return { page };
  if ((page === 'service' || page === 'traffic') && namespace !== undefined && name !== undefined) {
    return { page, namespace: decoded(namespace), name: decoded(name) };
  }
  return { page: 'connect' };
}

export function formatPlace(place: Place): string {
  if (place.page === 'connect' || place.page === 'services') return `#/${place.page}`;
  return `#/${place.page}/${encodeURIComponent(place.namespace)}/${encodeURIComponent(place.name)}`;
}

/** Where Esc leads; null at the top. */
export function parentOf(place: Place): Place | null {
  switch (place.page) {
    case 'connect':
    case 'services':
      return null;
    case 'service':
      return { page: 'services' };
    case 'traffic':
      return { page: 'service', namespace: place.namespace, name: place.name };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where the window is, kept in the URL's hash: the mouse's back button works and a reload stays where it was. */
export class Route {
  place: Place = $state.raw({ page: 'connect' });
  readonly #page: Window;

  constructor(page: Window) {
    this.#page = page;
    this.place = parsePlace(page.location.hash);
    page.addEventListener('hashchange', () => {
      this.place = parsePlace(page.location.hash);
    });
  }

  go(place: Place): void {
    this.place = place;
    if (this.#page.location.hash !== formatPlace(place)) this.#page.location.hash = formatPlace(place);
  }

  up(): void {
    const parent = parentOf(this.place);
    if (parent !== null) this.go(parent);
  }
}
