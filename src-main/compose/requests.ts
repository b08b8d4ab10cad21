import { app, clipboard } from 'electron';
import type { SettingsStore } from '../app/settings-file.ts';
import { isTestRuntime } from '../app/test-runtime.ts';
import { applyTheme } from '../app/window.ts';
import type { Handlers } from '../ipc/answer-request.ts';
import { objectYaml } from '../kube/object-yaml.ts';
import { serverVersion } from '../kube/server-version.ts';
import { asResult } from './as-result.ts';
import type { Contexts } from './contexts.ts';
import { findingRequests } from './finding-requests.ts';
import { historyRequests } from './history-requests.ts';
import type { OpenClusters } from './open-clusters.ts';
import { reportRequests } from './report-requests.ts';
import type { TrafficDesk } from './traffic-desk.ts';
import type { TrainingDesk } from './training-desk.ts';
import type { AppWindow, Windows } from './windows.ts';

export interface RequestParts {
  readonly settings: SettingsStore;
  readonly contexts: Contexts;
  readonly clusters: OpenClusters;
  readonly traffic: TrafficDesk;
  readonly training: TrainingDesk;
  readonly windows: Windows;
}

/** Each request of the contract, answered. */
export function createRequests(parts: RequestParts): Handlers<AppWindow> {
  return {
    ...appRequests(parts),
    ...clusterRequests(parts),
    ...historyRequests(parts.clusters),
    ...reportRequests(),
    ...trafficRequests(parts),
    ...trainingRequests(parts),
  };
}

function appRequests({ settings, clusters, windows }: RequestParts): AppRequests {
  const keyOf = (window: AppWindow): string | null => clusters.of(window)?.connection.clusterKey ?? null;
  return {
    'app.describe': (_nothing, window) =>
      asResult(() => ({
        version: app.getVersion(),
        electron: process.versions.electron,
        testRuntime: isTestRuntime(process.versions.electron),
        readOnly: window.wishes.readOnly,
        startContext: window.wishes.context,
        startNamespace: window.wishes.namespace,
        locale: app.getLocale(),
        settings: settings.view(keyOf(window)),
      })),
    'app.copy': ({ text }) =>
      asResult(() => {
        void clipboard.writeText(text);
        return null;
      }),
    'settings.change': ({ client, ...change }, window) =>
      asResult(async () => {
        const clusterKey = keyOf(window);
        await settings.change({
          ...change,
          ...(client === undefined || clusterKey === null ? {} : { client: { clusterKey, settings: client } }),
        });
        if (change.theme !== undefined) applyTheme(change.theme);
        for (const each of windows.all()) each.tell('settings', settings.view(keyOf(each)));
        return settings.view(clusterKey);
      }),
  };
}

function clusterRequests({ contexts, clusters, settings, traffic }: RequestParts): ClusterRequests {
  return {
    ...findingRequests(clusters),
    'kubeconfig.contexts': () => asResult(() => contexts.list()),
    'cluster.open': ({ context, namespace }, window) =>
      asResult(async () => {
        const cluster = await clusters.open(window, context, namespace);
        const { opened, connection } = cluster;
        void settings.change({ lastNamespace: { context, namespace } });
        // The client settings are the cluster's own.
        window.tell('settings', settings.view(connection.clusterKey));
        traffic.clusterOpened(window, cluster);
        return opened;
      }),
    'cluster.subscribe': (_nothing, window) =>
      asResult(() => {
        const cluster = clusters.of(window);
        cluster?.publisher.restart();
        return cluster?.opened ?? null;
      }),
    'cluster.acknowledge': ({ id }, window) =>
      asResult(() => {
        clusters.of(window)?.publisher.acknowledge(id);
        return null;
      }),
    'cluster.retry': (_nothing, window) =>
      asResult(() => {
        clusters.of(window)?.watch.retryNow();
        return null;
      }),
    'cluster.version': (_nothing, window) =>
      asResult(() => {
        const { connection, signal } = clusters.required(window);
        return serverVersion(connection.api, signal);
      }),
    'object.yaml': ({ kind, namespace, name }, window) =>
      asResult(() => {
        const { connection, signal } = clusters.required(window);
        return objectYaml(connection.api, kind, { namespace, name }, signal);
      }),
  };
}

function trafficRequests({ clusters, traffic }: RequestParts): TrafficRequests {
  return {
    'traffic.plan': (request, window) => asResult(() => traffic.plan(clusters.required(window), request)),
    'traffic.start': (request, window) => asResult(() => traffic.start(window, clusters.required(window), request)),
    'traffic.subscribe': (_nothing, window) => asResult(() => traffic.subscribe(window)),
    'traffic.stop': ({ run }) => asResult(() => traffic.stop(run)),
    'traffic.export': ({ run }, window) => asResult(() => traffic.export(window, run)),
    'traffic.unrestored': (_nothing, window) => asResult(() => traffic.unrestored(clusters.required(window))),
    'traffic.restore': ({ run, forget }, window) =>
      asResult(() => traffic.restore(window, clusters.required(window), run, forget)),
  };
}

function trainingRequests({ training }: RequestParts): TrainingRequests {
  return {
    'training.state': () => asResult(() => training.state()),
    'training.start': ({ scenario }) => asResult(() => training.start(scenario)),
    'training.reset': ({ scenario }) => asResult(() => training.reset(scenario)),
    'training.stop': () => asResult(() => training.stop()),
  };
}

type Named<Prefix extends string> = Pick<
  Handlers<AppWindow>,
  Extract<keyof Handlers<AppWindow>, `${Prefix}.${string}`>
>;
type AppRequests = Named<'app' | 'settings'>;
type ClusterRequests = Named<'kubeconfig' | 'cluster' | 'object'>;
type TrafficRequests = Named<'traffic'>;
type TrainingRequests = Named<'training'>;
