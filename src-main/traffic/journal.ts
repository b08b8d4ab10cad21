import { copyFile, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { NamespacedName } from '#shared/kube/object-key.ts';
import type { SessionAffinity } from '#shared/kube/service.ts';
import { asList, asObject, isObject } from '../kube/json-shape.ts';

/** A sessionAffinity with its timeout, null unless it is ClientIP. */
export interface AffinityState {
  readonly sessionAffinity: SessionAffinity;
  readonly timeoutSeconds: number | null;
}

/** One run, written down before it creates or changes anything, and struck out when nothing of it is left. */
export interface JournalEntry {
  readonly run: string;
  /** Of the kube context, for people. */
  readonly context: string;
  /** `TrafficDeps.cluster`: k3s and kind call every cluster's context by one name. */
  readonly cluster: string;
  readonly service: NamespacedName;
  /** Another Service may take the name; it is not the one that was changed. */
  readonly serviceUid: string;
  /** uid null: asked for, the answer is not known. */
  readonly objects: readonly { readonly kind: string; readonly name: string; readonly uid: string | null }[];
  /** A change of the user's Service that is not undone yet. */
  readonly patch: { readonly from: AffinityState; readonly to: AffinityState } | null;
}

/** The runs that may have left something. */
export interface RunJournal {
  entries(): readonly JournalEntry[];
  /** Resolves when it is on the disk: only then may the cluster be touched. */
  put(entry: JournalEntry): Promise<void>;
  remove(run: string): Promise<void>;
}

/**
 * The journal in one JSON file, replaced whole by a temporary file, fsync and rename. What can't be read or understood is
 * kept aside as `.corrupt`, `.corrupt-2` and so on, and told to `onTrouble`: it may name a Service that is still changed.
 * Where it can't even be kept aside, `put` rejects: a run that is not written down must not begin.
 */
export async function openJournal(
  path: string,
  onTrouble: (error: unknown) => void = () => undefined,
): Promise<RunJournal> {
  const found = await readEntries(path).catch((error: unknown) => ({ entries: [], trouble: error }));
  const entries = new Map(found.entries.map((entry) => [entry.run, entry]));
  let last: Promise<void> = Promise.resolve();
  let unsaved: unknown = null;
  if (found.trouble !== null) {
    onTrouble(found.trouble);
    unsaved = await keepAside(path, found.entries).catch((error: unknown) => error);
  }
  const save = (): Promise<void> => {
    if (unsaved !== null) return Promise.reject(asError(unsaved));
    // One write after the other; a failed one does not stop the next.
    last = last.catch(() => undefined).then(() => writeWhole(path, textOf(entries.values())));
    return last;
  };
  return {
    entries: () => [...entries.values()],
    put: (entry) => {
      entries.set(entry.run, entry);
      return save();
    },
    remove: (run) => (entries.delete(run) ? save() : Promise.resolve()),
  };
}

interface Found {
  readonly entries: readonly JournalEntry[];
  /** Why something of the file is not among the entries; null where all is. */
  readonly trouble: unknown;
}

/** Rejects where the file is there and can't be read. */
async function readEntries(path: string): Promise<Found> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '[]';
    throw error;
  });
  const value: unknown = JSON.parse(text);
  const entries = asList(value, Infinity).filter(isEntry);
  const whole = Array.isArray(value) && entries.length === value.length;
  return { entries, trouble: whole ? null : new Error(`not all of ${path} is a journal of runs`) };
}

/** Resolves to null when the file is safe under another name, and what was understood of it in its own place. */
async function keepAside(path: string, understood: readonly JournalEntry[]): Promise<null> {
  let aside = `${path}.corrupt`;
  for (let copy = 2; await isThere(aside); copy += 1) aside = `${path}.corrupt-${copy}`;
  if (understood.length === 0) {
    // Needs no right to read the file, and no room on the disk.
    await rename(path, aside);
    return null;
  }
  await copyFile(path, aside);
  await writeWhole(path, textOf(understood));
  return null;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Only this program writes the file; what an older version wrote, or half of it, is left out. */
function isEntry(value: unknown): value is JournalEntry {
  const { run, context, cluster, service, serviceUid, objects, patch } = asObject(value);
  const { namespace, name } = asObject(service);
  const texts = [run, context, cluster, namespace, name, serviceUid].every((text) => typeof text === 'string');
  return texts && Array.isArray(objects) && (patch === null || isObject(patch));
}

function textOf(entries: Iterable<JournalEntry>): string {
  return JSON.stringify([...entries], null, 2);
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
