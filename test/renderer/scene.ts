import type { ClusterBatch, OpenCluster } from '../../src-shared/ipc/batch.ts';
import type { ContextList } from '../../src-shared/ipc/context-list.ts';
import type { AppDescription } from '../../src-shared/ipc/contract.ts';
import type { Failure } from '../../src-shared/ipc/failure.ts';
import type { Settings } from '../../src-shared/ipc/settings.ts';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import type { ServiceHistory } from '../../src-shared/history/history.ts';
import type { DataPlane } from '../../src-shared/kube/data-plane.ts';
import type { KubeObject } from '../../src-shared/kube/kube-object.ts';
import { WATCHED_KINDS, type WatchedKind } from '../../src-shared/kube/object-key.ts';
import type { PodsElsewhere } from '../../src-shared/kube/pods-elsewhere.ts';
import type { AffinityPatchEntry } from '../../src-shared/traffic/affinity-patch.ts';
import type { RunPlan } from '../../src-shared/traffic/run-plan.ts';
import type { RunUpdate } from '../../src-shared/traffic/run-update.ts';

/** What a fake main process says: everything a window can be told, as data. */
export interface Scene {
  readonly description: AppDescription;
  readonly contexts: ContextList | Failure;
  /** Null: the window starts on the list of kube contexts. */
  readonly opened: OpenCluster | null;
  readonly batches: readonly ClusterBatch[];
  readonly runs: readonly RunUpdate[];
  readonly plan: RunPlan | Failure;
  readonly openFailure: Failure | null;
  readonly unrestored: readonly AffinityPatchEntry[];
  readonly elsewhere: PodsElsewhere | Failure;
  readonly dataPlane: DataPlane;
  /** Null: Services and slices have not been read whole. */
  readonly history: ServiceHistory | null;
  readonly hash: string;
}

export const SETTINGS: Settings = {
  language: 'en',
  theme: 'light',
  client: { image: 'docker.io/curlimages/curl:8.11.0', imagePullSecret: null, imagePullPolicy: 'IfNotPresent' },
  lastNamespace: {},
};

export const DESCRIPTION: AppDescription = {
  version: '0.1.0',
  electron: '45.4.1',
  testRuntime: false,
  readOnly: false,
  startContext: null,
  startNamespace: null,
  locale: 'en-US',
  settings: SETTINGS,
};

export const OPENED: OpenCluster = {
  context: 'training',
  cluster: 'training',
  server: 'https://127.0.0.1:6443',
  user: 'admin',
  namespace: 'default',
};

/** The first batch after `cluster.open`: every object, every kind in the given state. */
export function firstBatch(
  objects: readonly KubeObject[],
  states: Partial<Readonly<Record<WatchedKind, WatchState>>> = {},
  opened: OpenCluster = OPENED,
): ClusterBatch {
  const since = Date.now();
  const all = WATCHED_KINDS.map((kind): [WatchedKind, WatchState] => [
    kind,
    states[kind] ?? { phase: 'synced', since },
  ]);
  return {
    id: 1,
    more: false,
    opened,
    changes: WATCHED_KINDS.map((kind) => ({
      kind,
      replace: true,
      put: objects.filter((object) => object.kind === kind),
      remove: [],
    })),
    flapping: [],
    states: Object.fromEntries(all),
    clockSkewMs: 0,
  };
}

/** A later batch: what came or changed, and what went. */
export function laterBatch(id: number, put: readonly KubeObject[], removed: readonly KubeObject[] = []): ClusterBatch {
  const kinds = WATCHED_KINDS.filter((kind) => [...put, ...removed].some((object) => object.kind === kind));
  return {
    id,
    more: false,
    opened: null,
    changes: kinds.map((kind) => ({
      kind,
      replace: false,
      put: put.filter((object) => object.kind === kind),
      remove: removed.filter((object) => object.kind === kind).map(({ meta }) => meta.uid),
    })),
    flapping: [],
    states: {},
    clockSkewMs: null,
  };
}

export const EMPTY_PLAN: RunPlan = {
  creates: [],
  patch: null,
  permissions: [],
  client: 'job',
  refusal: null,
  possible: true,
  caveats: [],
  deadlineSeconds: 240,
  kubectl: [],
};

export function aScene(scene: Partial<Scene> = {}): Scene {
  return {
    description: DESCRIPTION,
    contexts: { contexts: [], currentContext: null, files: ['/home/user/.kube/config'], failures: [] },
    opened: OPENED,
    batches: [firstBatch([])],
    runs: [],
    plan: EMPTY_PLAN,
    openFailure: null,
    unrestored: [],
    elsewhere: { namespaces: [], whole: true },
    dataPlane: { kind: 'kube-proxy', selector: 'k8s-app=kube-proxy', total: 2, ready: 2, notReady: [] },
    history: { began: Date.now(), start: Date.now(), base: [], entries: [], dropped: 0, gaps: [] },
    hash: '#/services',
    ...scene,
  };
}
