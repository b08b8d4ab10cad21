import { asFilledText, asList, asObject } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';
import { usableVersion } from './resource-version.ts';

/** client-go's page size. */
const PAGE_SIZE = 500;

/** One page of a list; `version` is the list's, the same on each page; null where it is none to watch on from. */
export interface ListPage {
  readonly items: readonly unknown[];
  readonly version: string | null;
}

/**
 * Lists page by page, so that a page can be projected and dropped before the next one comes. Rejects with FailureError;
 * `api.gone` where the list took longer than the server keeps its version.
 */
export async function* listPages(
  api: KubeApi,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<ListPage, void, undefined> {
  let rest: string | null = null;
  do {
    const page: unknown = await api.json<unknown>({
      method: 'GET',
      path,
      query: { ...query, limit: String(PAGE_SIZE), ...(rest === null ? {} : { continue: rest }) },
      signal,
    });
    const meta = asObject(asObject(page).metadata);
    rest = asFilledText(meta.continue, 65_536);
    yield { items: asList(asObject(page).items, Infinity), version: usableVersion(meta.resourceVersion) };
  } while (rest !== null);
}
