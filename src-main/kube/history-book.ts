import type { HistoryEntry } from '#shared/history/history.ts';
import type { HistoryLog, NewEntry } from '#shared/history/history-log.ts';
import { append, beginLog, dropOldest } from '#shared/history/history-log.ts';
import { KeptStandings } from '#shared/history/kept-standings.ts';
import type { Service } from '#shared/kube/service.ts';

/** Of one Service about 60 KB, as much as a message to a window should be; of all about 5 MB. */
const LIMITS = { perService: 300, all: 20_000 };

type Labels = Service['selector'];

/** One Service's history, and what it was at the last look. */
export interface HistoryPage {
  readonly log: HistoryLog;
  /** Null: it does not exist any more. */
  readonly service: Service | null;
  /** Kept up in place: of the latest page alone. */
  readonly standings: KeptStandings;
  /** When it was seen to be made; null: it was there before the recording. */
  readonly createdAt: number | null;
  /** Its selector before the last change of it. */
  readonly selectorBefore: { readonly at: number; readonly selector: Labels } | null;
}

/** The histories of all Services by `namespace/name`, bounded one by one and in all. */
export interface HistoryBook {
  get(name: string): HistoryPage | undefined;
  /** Writes a page, with entries added to its log. */
  write(name: string, page: HistoryPage, added: readonly NewEntry[]): void;
  /** Replaces entries by others of the same number. */
  amend(name: string, entries: readonly HistoryEntry[]): void;
  /** Entries of all pages. */
  readonly size: number;
}

export function blankPage(at: number, standings = new KeptStandings(null, [])): HistoryPage {
  const log = beginLog(at, standings);
  return { log, service: null, standings, createdAt: null, selectorBefore: null };
}

export function createHistoryBook(limits: typeof LIMITS = LIMITS): HistoryBook {
  const pages = new Map<string, HistoryPage>();
  let size = 0;
  const put = (name: string, page: HistoryPage): void => {
    size += page.log.entries.length - (pages.get(name)?.log.entries.length ?? 0);
    // Of a Service that is gone, and nothing is told of any more.
    if (page.service === null && page.log.entries.length === 0) pages.delete(name);
    else pages.set(name, page);
  };
  const shorten = (): void => {
    // A quarter of the longest: the few changes of a quiet Service are worth more than the many of a busy one.
    const [name, page] = longest(pages) ?? [];
    if (name === undefined || page === undefined) return;
    put(name, { ...page, log: dropOldest(page.log, Math.ceil(page.log.entries.length / 4)) });
  };
  return {
    get size() {
      return size;
    },
    get: (name) => pages.get(name),
    write: (name, page, added) => {
      put(name, { ...page, log: append(page.log, added, limits.perService) });
      while (size > limits.all) shorten();
    },
    amend: (name, entries) => {
      const page = pages.get(name);
      if (page !== undefined) pages.set(name, { ...page, log: { ...page.log, entries } });
    },
  };
}

function longest(pages: ReadonlyMap<string, HistoryPage>): [string, HistoryPage] | undefined {
  let found: [string, HistoryPage] | undefined;
  for (const page of pages) {
    if (found === undefined || page[1].log.entries.length > found[1].log.entries.length) found = page;
  }
  return found;
}
