import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { KINDS } from '../kinds.ts';
import type { PodRuntime } from '../pod-runtime.ts';
import type { ChangeListener, ControllerParts } from './controller.ts';
import { deployments } from './deployment/deployments.ts';
import { endpointSlices } from './endpoints/endpoint-slice-controller.ts';
import { endpoints } from './endpoints/endpoints-controller.ts';
import { endpointSliceMirroring } from './endpoints/mirroring-controller.ts';
import { expireEvents } from './event-expiry.ts';
import { EventRecorder } from './event-recorder.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobs } from './job/jobs.ts';
import { kubelets } from './kubelet/kubelet.ts';
import { namespaceDefaults } from './namespace-defaults.ts';
import { namespaceDeletion } from './namespaces.ts';
import { registerNodes } from './node-registration.ts';
import { replicaSets } from './replica-set.ts';
import { scheduler } from './scheduler.ts';
import { REAL_SETTINGS, type ControllerSettings } from './settings.ts';
import { Timetable } from './timetable.ts';

/** What the controllers run on. */
export interface ControllersOptions {
  readonly api: ClusterApi;
  readonly runtime: PodRuntime;
  readonly clock: Clock;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  /** Ends them all. */
  readonly signal: AbortSignal;
  readonly settings?: ControllerSettings;
  /** PEM: what ConfigMap kube-root-ca.crt holds. */
  readonly rootCertificate?: string;
  /** Told of each reconciliation that failed and will be tried again: refusals of the API, or a mistake of ours. */
  readonly failed?: (controller: string, key: string, error: unknown) => void;
}

/**
 * Registers the Nodes and starts every controller: each sees all objects there are, then each change, and brings the
 * cluster to where it should be. They know one another through the API alone.
 */
export function startControllers(options: ControllersOptions): void {
  const { api, runtime, clock, random, signal } = options;
  setMaxListeners(0, signal);
  const settings = options.settings ?? REAL_SETTINGS;
  const parts: ControllerParts = {
    api,
    random,
    settings,
    timetable: new Timetable(clock, signal),
    events: new EventRecorder(api),
    failed: options.failed ?? (() => undefined),
  };
  const listeners: readonly ChangeListener[] = [
    scheduler(parts),
    kubelets(parts, runtime),
    replicaSets(parts),
    deployments(parts),
    jobs(parts),
    endpoints(parts),
    endpointSlices(parts),
    endpointSliceMirroring(parts),
    garbageCollector(parts),
    namespaceDefaults(parts, options.rootCertificate ?? ''),
    namespaceDeletion(parts),
  ];
  expireEvents(parts);
  for (const { resource } of KINDS) {
    for (const object of api.list(resource)) {
      for (const listener of listeners) listener({ type: 'ADDED', resource, object, previous: undefined });
    }
  }
  const stop = api.onChange((change) => listeners.forEach((listener) => listener(change)));
  signal.addEventListener('abort', stop, { once: true });
  registerNodes(api, settings);
}
