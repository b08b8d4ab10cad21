import type { ServiceHistory } from '../history/history.ts';
import type { NamespacedName } from '../kube/object-key.ts';
import type { DataPlane } from '../kube/data-plane.ts';
import type { PodsElsewhere } from '../kube/pods-elsewhere.ts';
import type { AffinityPatchEntry } from '../traffic/affinity-patch.ts';
import type { RunPlan } from '../traffic/run-plan.ts';
import type { RunRequest } from '../traffic/run-request.ts';
import type { TrafficBatch } from '../traffic/run-update.ts';
import type { Change, ChangeOutcome, Labels } from '../what-if/change.ts';
import type { ClusterBatch, OpenCluster } from './batch.ts';
import type { ContextList } from './context-list.ts';
import type { Result } from './result.ts';
import type { Settings, SettingsChange } from './settings.ts';
import type { Scenario, TrainingState } from './training.ts';

/** Every request of the renderer, once: what it takes and what it resolves to. */
export interface Requests {
  'app.describe': { readonly takes: null; readonly gives: AppDescription };
  /** Writes to the clipboard; the web clipboard is a permission, and every permission is denied. */
  'app.copy': { readonly takes: { readonly text: string }; readonly gives: null };
  'settings.change': { readonly takes: SettingsChange; readonly gives: Settings };
  'kubeconfig.contexts': { readonly takes: null; readonly gives: ContextList };
  /** Ends the window's watches and starts those of another context or namespace. Null namespace: all. */
  'cluster.open': {
    readonly takes: { readonly context: string; readonly namespace: string | null };
    readonly gives: OpenCluster;
  };
  /** A window that (re)loaded: send everything again. Resolves to null where nothing is open. */
  'cluster.subscribe': { readonly takes: null; readonly gives: OpenCluster | null };
  'cluster.acknowledge': { readonly takes: { readonly id: number }; readonly gives: null };
  /** The Service whose page is open: its Endpoints and Events, and what findings read, are watched until the next call. */
  'cluster.focus': { readonly takes: { readonly service: NamespacedName | null }; readonly gives: null };
  /** Tries again at once what waits for its backoff. */
  'cluster.retry': { readonly takes: null; readonly gives: null };
  /** Pods with these labels in other namespaces. A later call, and another focus, cancel the one before. */
  'cluster.elsewhere': {
    readonly takes: { readonly selector: Labels; readonly except: string };
    readonly gives: PodsElsewhere;
  };
  /** Of the cluster that is open; at most two minutes old. */
  'cluster.dataPlane': { readonly takes: null; readonly gives: DataPlane };
  /** `gitVersion` of the API server that is open; null where it does not say. */
  'cluster.version': { readonly takes: null; readonly gives: string | null };
  /**
   * What is recorded of a Service since the window opened its cluster; null until Services and slices were read whole.
   * From now on the event `history` tells when there is more of this one.
   */
  'history.read': { readonly takes: NamespacedName; readonly gives: ServiceHistory | null };
  /** Opens a save dialog; resolves to the path, or null when the user thought better of it. */
  'history.export': { readonly takes: NamespacedName; readonly gives: { readonly path: string | null } };
  /** Opens a save dialog for a text; resolves to the path, or null when the user thought better of it. */
  'report.save': { readonly takes: ReportFile; readonly gives: { readonly path: string | null } };
  'training.state': { readonly takes: null; readonly gives: TrainingState };
  /** Resolves when the training cluster is ready and stands among the kube contexts. */
  'training.start': { readonly takes: { readonly scenario: Scenario }; readonly gives: TrainingState };
  /** Everything in it is deleted and the scenario made anew. */
  'training.reset': { readonly takes: { readonly scenario: Scenario }; readonly gives: TrainingState };
  'training.stop': { readonly takes: null; readonly gives: TrainingState };
  /** The object as the API server has it now, as YAML without managedFields. */
  'object.yaml': { readonly takes: YamlRequest; readonly gives: string };
  /** Changes an object, or tries to by the server's dry run. A failure means that nothing was changed. */
  'object.patch': {
    readonly takes: { readonly change: Change; readonly dryRun: boolean };
    readonly gives: ChangeOutcome;
  };
  /** Says what a run would create and whether it may; creates nothing. */
  'traffic.plan': { readonly takes: RunRequest; readonly gives: RunPlan };
  'traffic.start': { readonly takes: RunRequest; readonly gives: { readonly run: string } };
  /** A window that (re)loaded: send every run it began, going on or ended, from its first hit again. */
  'traffic.subscribe': { readonly takes: null; readonly gives: null };
  'traffic.stop': { readonly takes: { readonly run: string }; readonly gives: null };
  /** Opens a save dialog; resolves to the path, or null when the user thought better of it. */
  'traffic.export': { readonly takes: { readonly run: string }; readonly gives: { readonly path: string | null } };
  /** A Service whose sessionAffinity a run changed and could not change back. */
  'traffic.unrestored': { readonly takes: null; readonly gives: readonly AffinityPatchEntry[] };
  'traffic.restore': { readonly takes: { readonly run: string; readonly forget: boolean }; readonly gives: null };
}

/** Everything the main process says unasked. */
export interface Events {
  readonly cluster: ClusterBatch;
  readonly traffic: TrafficBatch;
  /** There is more to read of this Service's history. */
  readonly history: NamespacedName;
  readonly contexts: ContextList;
  readonly settings: Settings;
  readonly training: TrainingState;
  /** A menu entry or key of the window's menu was chosen. */
  readonly command: { readonly command: AppCommand };
}

export type RequestName = keyof Requests;
export type EventName = keyof Events;
export type AppCommand = 'settings' | 'palette' | 'reload-contexts';

export interface YamlRequest extends NamespacedName {
  readonly kind: 'Service' | 'Pod' | 'EndpointSlice' | 'Endpoints';
}

/** What the report of a Service is saved as. */
export interface ReportFile {
  readonly service: NamespacedName;
  readonly format: 'markdown' | 'json';
  /** MAX_REPORT_LENGTH characters at most. */
  readonly text: string;
}

export interface AppDescription {
  readonly version: string;
  readonly electron: string;
  /** True on a runtime other than the one releases ship: a banner says so. */
  readonly testRuntime: boolean;
  /** The switch `--readonly`: every write is disabled. */
  readonly readOnly: boolean;
  /** From `--context` and `-n`; null where not given. */
  readonly startContext: string | null;
  readonly startNamespace: string | null;
  /** BCP 47, of the operating system. */
  readonly locale: string;
  readonly settings: Settings;
}

/** The two functions the preload exposes; api.ts builds the renderer's API over them, tests give a fake. */
export interface Transport {
  request<N extends RequestName>(name: N, argument: Requests[N]['takes']): Promise<Result<Requests[N]['gives']>>;
  subscribe<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void;
}

/** Prefix of every Electron channel of ours. */
export const REQUEST_CHANNEL = 'servicescope:request';
export const EVENT_CHANNEL = 'servicescope:event';
