export type Language = 'en' | 'ko';
export type Theme = 'light' | 'dark' | 'system';

export interface Settings {
  /** Null: the operating system's. */
  readonly language: Language | null;
  readonly theme: Theme;
  /** Keyed by cluster (server URL and CA, hashed in the main process). */
  readonly client: ClientSettings;
  /** Last namespace per context; null means all namespaces. */
  readonly lastNamespace: Readonly<Record<string, string | null>>;
}

/** How client Pods are made on the cluster that is open. */
export interface ClientSettings {
  readonly image: string;
  readonly imagePullSecret: string | null;
  readonly imagePullPolicy: 'IfNotPresent' | 'Always' | 'Never';
}

export interface SettingsChange {
  readonly language?: Language | null;
  readonly theme?: Theme;
  readonly client?: ClientSettings;
}
