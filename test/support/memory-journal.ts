import type { JournalEntry, RunJournal } from '../../src-main/traffic/journal.ts';

/** A journal without a file. @param told called with each entry that is put, before it is there */
export function createMemoryJournal(
  start: readonly JournalEntry[] = [],
  told: (entry: JournalEntry) => void = () => undefined,
): RunJournal {
  const entries = new Map(start.map((entry) => [entry.run, entry]));
  return {
    entries: () => [...entries.values()],
    put: async (entry) => {
      await Promise.resolve();
      told(entry);
      entries.set(entry.run, entry);
    },
    remove: (run) => Promise.resolve(void entries.delete(run)),
  };
}
