import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { ClientSettings, Language, Settings, Theme } from '#shared/ipc/settings.ts';
import { writeFileWhole } from './write-file.ts';

/** An image that is small, carries curl and a POSIX shell, and runs without root. */
export const DEFAULT_CLIENT: ClientSettings = {
  image: 'docker.io/curlimages/curl:8.7.1',
  imagePullSecret: null,
  imagePullPolicy: 'IfNotPresent',
};

const name = z.string().max(253);

export const clientSettingsSchema = z.object({
  image: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[\w.\-/:@]+$/),
  imagePullSecret: name.min(1).nullable(),
  imagePullPolicy: z.enum(['IfNotPresent', 'Always', 'Never']),
});

const fileSchema = z.object({
  language: z.enum(['en', 'ko']).nullable().default(null),
  theme: z.enum(['light', 'dark', 'system']).default('system'),
  /** Keyed by a hash of server URL and CA, so that two names of one cluster share their settings. */
  clients: z.record(z.string().max(64), clientSettingsSchema).default({}),
  lastNamespace: z.record(z.string().max(1024), name.nullable()).default({}),
});

export type SettingsFile = z.infer<typeof fileSchema>;

export interface SettingsStore {
  /** What a window is shown; `clusterKey` picks the client settings, null before a cluster is open. */
  view(clusterKey: string | null): Settings;
  change(change: {
    readonly language?: Language | null;
    readonly theme?: Theme;
    readonly client?: { readonly clusterKey: string; readonly settings: ClientSettings };
    readonly lastNamespace?: { readonly context: string; readonly namespace: string | null };
  }): Promise<void>;
}

/**
 * Settings as JSON. A file that can't be understood is kept aside as `settings.json.broken` and defaults are used; one
 * that can't be written (disk full, read-only) costs persistence, never the app: `onTrouble` is told.
 */
export async function openSettings(path: string, onTrouble: (error: unknown) => void): Promise<SettingsStore> {
  let file = await readSettings(path, onTrouble);
  let writing = Promise.resolve();
  return {
    view: (clusterKey) => ({
      language: file.language,
      theme: file.theme,
      client: (clusterKey === null ? undefined : file.clients[clusterKey]) ?? DEFAULT_CLIENT,
      lastNamespace: file.lastNamespace,
    }),
    change: (change) => {
      file = changed(file, change);
      const text = `${JSON.stringify(file, null, 2)}\n`;
      writing = writing.then(() => writeFileWhole(path, text)).catch(onTrouble);
      return writing;
    },
  };
}

function changed(file: SettingsFile, change: Parameters<SettingsStore['change']>[0]): SettingsFile {
  return {
    language: change.language === undefined ? file.language : change.language,
    theme: change.theme ?? file.theme,
    clients:
      change.client === undefined
        ? file.clients
        : { ...file.clients, [change.client.clusterKey]: change.client.settings },
    lastNamespace:
      change.lastNamespace === undefined
        ? file.lastNamespace
        : { ...file.lastNamespace, [change.lastNamespace.context]: change.lastNamespace.namespace },
  };
}

async function readSettings(path: string, onTrouble: (error: unknown) => void): Promise<SettingsFile> {
  const defaults = fileSchema.parse({});
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onTrouble(error);
    return defaults;
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    onTrouble(error);
    await rename(path, `${path}.broken`).catch(onTrouble);
    return defaults;
  }
}
