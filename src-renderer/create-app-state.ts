import type { Failure } from '#shared/ipc/failure.ts';
import type { Api } from './api.ts';
import type { AppState } from './state/app-state.ts';
import { Clock } from './state/clock.svelte.ts';
import { ClusterView } from './state/cluster-view.svelte.ts';
import { Connection } from './state/connection.svelte.ts';
import type { FrameSource } from './state/frame-batch.ts';
import { Keys } from './state/keys.ts';
import { Route } from './state/route.svelte.ts';
import { ServiceRows } from './state/service-rows.svelte.ts';
import { ServicesView } from './state/services-view.svelte.ts';
import { SettingsState } from './state/settings.svelte.ts';
import { TrafficRuns } from './state/traffic-runs.svelte.ts';
import { Training } from './state/training.svelte.ts';
import { WhatIf } from './state/what-if.svelte.ts';

/** Everything the pages stand on, or why the main process would not describe itself. */
export type CreatedApp =
  | { readonly ok: true; readonly app: AppState }
  | { readonly ok: false; readonly failure: Failure; readonly locale: string };

export async function createAppState(api: Api, frames: FrameSource, page: Window): Promise<CreatedApp> {
  const described = await api.describe();
  if (!described.ok) return { ok: false, failure: described.failure, locale: page.navigator.language };
  const description = described.value;
  const cluster = new ClusterView(api, frames);
  const clock = new Clock(Date.now);
  const runs = new TrafficRuns(api, frames, Date.now);
  const app: AppState = {
    api,
    settings: new SettingsState(api, description),
    route: new Route(page),
    connection: new Connection(api, description.startNamespace),
    cluster,
    services: new ServiceRows(cluster, clock, runs),
    servicesView: new ServicesView(),
    runs,
    training: new Training(api),
    whatIf: new WhatIf(api),
    clock,
    keys: new Keys(),
  };
  // Runs go on while a window reloads, and main keeps what they brought.
  void api.subscribeRuns();
  await reopen(app);
  return { ok: true, app };
}

/** After a reload the main process still has a cluster open; at a start the command line may name one. */
async function reopen(app: AppState): Promise<void> {
  const { connection, route, settings } = app;
  const subscribed = await app.api.subscribeCluster();
  if (subscribed.ok && subscribed.value !== null) {
    if (route.place.page === 'connect') route.go({ page: 'services' });
    void connection.load();
    connection.opened();
    return;
  }
  route.go({ page: 'connect' });
  void openFirst(connection, settings).then((opened) => {
    if (opened) route.go({ page: 'services' });
  });
}

async function openFirst(connection: Connection, { description, settings }: SettingsState): Promise<boolean> {
  const { startContext, startNamespace } = description;
  await connection.load();
  if (startContext === null) return false;
  const context = connection.list?.contexts.find(({ name }) => name === startContext);
  // An unknown one is asked for all the same: main says what is wrong with it.
  const namespace = context === undefined ? startNamespace : connection.namespaceFor(context, settings.lastNamespace);
  return connection.open(startContext, namespace);
}
