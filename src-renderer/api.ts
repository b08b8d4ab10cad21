import type {
  AppDescription,
  EventName,
  Events,
  RequestName,
  ReportFile,
  Requests,
  Transport,
  YamlRequest,
} from '#shared/ipc/contract.ts';
import type { OpenCluster } from '#shared/ipc/batch.ts';
import type { ContextList } from '#shared/ipc/context-list.ts';
import { failure } from '#shared/ipc/failure.ts';
import { failed, type Result } from '#shared/ipc/result.ts';
import type { Settings, SettingsChange } from '#shared/ipc/settings.ts';
import type { Scenario, TrainingState } from '#shared/ipc/training.ts';
import type { DataPlane } from '#shared/kube/data-plane.ts';
import type { ServiceHistory } from '#shared/history/history.ts';
import type { NamespacedName } from '#shared/kube/object-key.ts';
import type { PodsElsewhere } from '#shared/kube/pods-elsewhere.ts';
import type { AffinityPatchEntry } from '#shared/traffic/affinity-patch.ts';
import type { RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { Change, ChangeOutcome, Labels } from '#shared/what-if/change.ts';

type Answer<T> = Promise<Result<T>>;

/** What the renderer may ask of the main process. No call ever rejects: a lost main process is a Failure too. */
export interface Api {
  describe(): Answer<AppDescription>;
  copy(text: string): Answer<null>;
  changeSettings(change: SettingsChange): Answer<Settings>;
  contexts(): Answer<ContextList>;
  openCluster(context: string, namespace: string | null): Answer<OpenCluster>;
  subscribeCluster(): Answer<OpenCluster | null>;
  acknowledge(id: number): Answer<null>;
  focus(service: NamespacedName | null): Answer<null>;
  retry(): Answer<null>;
  podsElsewhere(selector: Labels, except: string): Answer<PodsElsewhere>;
  dataPlane(): Answer<DataPlane>;
  serverVersion(): Answer<string | null>;
  history(service: NamespacedName): Answer<ServiceHistory | null>;
  exportHistory(service: NamespacedName): Answer<{ readonly path: string | null }>;
  saveReport(file: ReportFile): Answer<{ readonly path: string | null }>;
  trainingState(): Answer<TrainingState>;
  startTraining(scenario: Scenario): Answer<TrainingState>;
  resetTraining(scenario: Scenario): Answer<TrainingState>;
  stopTraining(): Answer<TrainingState>;
  yaml(of: YamlRequest): Answer<string>;
  change(change: Change, dryRun: boolean): Answer<ChangeOutcome>;
  planRun(request: RunRequest): Answer<RunPlan>;
  startRun(request: RunRequest): Answer<{ readonly run: string }>;
  subscribeRuns(): Answer<null>;
  stopRun(run: string): Answer<null>;
  exportRun(run: string): Answer<{ readonly path: string | null }>;
  unrestored(): Answer<readonly AffinityPatchEntry[]>;
  restore(run: string, forget: boolean): Answer<null>;
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void;
}

export function createApi(transport: Transport): Api {
  async function ask<N extends RequestName>(name: N, argument: Requests[N]['takes']): Answer<Requests[N]['gives']> {
    try {
      return await transport.request(name, argument);
    } catch (error) {
      return failed(failure('internal', { detail: error instanceof Error ? error.message : String(error) }));
    }
  }
  return {
    describe: () => ask('app.describe', null),
    copy: (text) => ask('app.copy', { text }),
    changeSettings: (change) => ask('settings.change', change),
    contexts: () => ask('kubeconfig.contexts', null),
    openCluster: (context, namespace) => ask('cluster.open', { context, namespace }),
    subscribeCluster: () => ask('cluster.subscribe', null),
    acknowledge: (id) => ask('cluster.acknowledge', { id }),
    focus: (service) => ask('cluster.focus', { service }),
    retry: () => ask('cluster.retry', null),
    podsElsewhere: (selector, except) => ask('cluster.elsewhere', { selector, except }),
    dataPlane: () => ask('cluster.dataPlane', null),
    serverVersion: () => ask('cluster.version', null),
    history: (service) => ask('history.read', service),
    exportHistory: (service) => ask('history.export', service),
    saveReport: (file) => ask('report.save', file),
    trainingState: () => ask('training.state', null),
    startTraining: (scenario) => ask('training.start', { scenario }),
    resetTraining: (scenario) => ask('training.reset', { scenario }),
    stopTraining: () => ask('training.stop', null),
    yaml: (of) => ask('object.yaml', of),
    change: (change, dryRun) => ask('object.patch', { change, dryRun }),
    planRun: (request) => ask('traffic.plan', request),
    startRun: (request) => ask('traffic.start', request),
    subscribeRuns: () => ask('traffic.subscribe', null),
    stopRun: (run) => ask('traffic.stop', { run }),
    exportRun: (run) => ask('traffic.export', { run }),
    unrestored: () => ask('traffic.unrestored', null),
    restore: (run, forget) => ask('traffic.restore', { run, forget }),
    on: (name, listener) => transport.subscribe(name, listener),
  };
}
