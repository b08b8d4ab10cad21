import { createContext } from 'svelte';
import type { Api } from '../api.ts';
import type { Clock } from './clock.svelte.ts';
import type { ClusterView } from './cluster-view.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import type { Keys } from './keys.ts';
import type { Route } from './route.svelte.ts';
import type { ServiceRows } from './service-rows.svelte.ts';
import type { ServicesView } from './services-view.svelte.ts';
import type { SettingsState } from './settings.svelte.ts';
import type { TrafficRuns } from './traffic-runs.svelte.ts';
import type { Training } from './training.svelte.ts';
import type { WhatIf } from './what-if.svelte.ts';

/** Everything a page may read or do; made once in main.ts and handed down, never a global. */
export interface AppState {
  readonly api: Api;
  readonly settings: SettingsState;
  readonly route: Route;
  readonly connection: Connection;
  readonly cluster: ClusterView;
  readonly services: ServiceRows;
  readonly servicesView: ServicesView;
  readonly runs: TrafficRuns;
  readonly training: Training;
  readonly whatIf: WhatIf;
  readonly clock: Clock;
  readonly keys: Keys;
}

export const [useApp, provideApp] = createContext<AppState>();
