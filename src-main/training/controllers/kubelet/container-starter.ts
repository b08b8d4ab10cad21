import type { PodRuntime } from '../../pod-runtime.ts';
import type { Report } from '../event-recorder.ts';
import type { ControllerSettings } from '../settings.ts';
import { namespaceOf, type Pod, type Probe } from '../shapes.ts';
import { goDuration, rfc3339 } from '../times.ts';
import type { Timetable } from '../timetable.ts';
import { isRunning, latestEnd, type ContainerRecord } from './container-record.ts';
import type { ImagePuller } from './image-puller.ts';
import { startProber } from './prober.ts';

/** What starting a container needs to know of its Pod. */
export interface StarterParts {
  readonly runtime: PodRuntime;
  readonly timetable: Timetable;
  readonly settings: ControllerSettings;
  readonly random: () => number;
  readonly images: ImagePuller;
  /** The Pod as it is now. */
  readonly pod: () => Pod;
  /** Whether the Pod ends: then nothing more is started and no liveness is asked for. */
  readonly ending: () => boolean;
  readonly tell: (record: ContainerRecord, report: Report) => void;
  /** A container changed by itself: the Pod is to be looked at. */
  readonly wake: () => void;
}

const MINUTES_10 = 600_000;

/**
 * Starts a container or says what it waits for. Returns after how many ms to try again, if it does not run then.
 * Source: k/k pkg/kubelet/kuberuntime startContainer and doBackOff.
 */
export async function startContainer(parts: StarterParts, record: ContainerRecord): Promise<number | undefined> {
  const { timetable, settings } = parts;
  const waited = inBackoff(parts, record);
  if (waited !== undefined) return waited;
  const failure = await parts.images.ensure({
    podUid: parts.pod().metadata.uid,
    image: record.spec.image,
    policy: record.spec.imagePullPolicy ?? 'IfNotPresent',
    tell: (report) => parts.tell(record, report),
  });
  if (parts.ending()) return undefined;
  if (failure !== undefined) {
    parts.tell(record, { type: 'Warning', reason: 'Failed', message: `Error: ${failure.reason}` });
    shelve(record);
    record.state = { waiting: failure };
    // The sandbox that came up meanwhile makes the kubelet look again at once; after that it waits.
    return failure.reason === 'ErrImagePull' ? Math.min(1_000, settings.retryMs) : settings.retryMs;
  }
  await timetable.wait(settings.containerStartMs);
  if (!parts.ending()) run(parts, record);
  return undefined;
}

function inBackoff(parts: StarterParts, record: ContainerRecord): number | undefined {
  const { timetable, settings } = parts;
  const end = latestEnd(record);
  if (end === undefined) return undefined;
  const finished = Date.parse(end.finishedAt ?? '');
  const [first, longest] = settings.backoffMs;
  const now = timetable.now();
  const known = record.backoff;
  const expired = known === undefined || finished - known.since > Math.max(2 * longest, MINUTES_10);
  const left = expired ? 0 : known.ms - (now - finished);
  if (!expired && left > 0) {
    const { name, uid } = parts.pod().metadata;
    const pod = `${name}_${namespaceOf(parts.pod())}(${uid})`;
    const container = record.spec.name;
    const message = `Back-off restarting failed container ${container} in pod ${pod}`;
    parts.tell(record, { type: 'Warning', reason: 'BackOff', message });
    shelve(record);
    const text = `back-off ${goDuration(known.ms)} restarting failed container=${container} pod=${pod}`;
    record.state = { waiting: { reason: 'CrashLoopBackOff', message: text } };
    return Math.min(left, settings.retryMs);
  }
  record.backoff = { ms: expired ? first : Math.min(known.ms * 2, longest), since: now };
  return undefined;
}

/** What ended becomes the lastState of what comes next. */
function shelve(record: ContainerRecord): void {
  if ('terminated' in record.state) record.last = record.state.terminated;
}

function run(parts: StarterParts, record: ContainerRecord): void {
  const { timetable, runtime } = parts;
  const name = record.spec.name;
  if (latestEnd(record) !== undefined) record.restarts += 1;
  shelve(record);
  const startedAt = timetable.now();
  record.containerID = `containerd://${hex(parts.random, 64)}`;
  record.started = record.spec.startupProbe === undefined;
  record.passing = record.spec.readinessProbe === undefined;
  record.state = { running: { startedAt: rfc3339(startedAt) } };
  parts.tell(record, { type: 'Normal', reason: 'Created', message: `Created container: ${name}` });
  parts.tell(record, { type: 'Normal', reason: 'Started', message: `Started container ${name}` });
  const process = runtime.start(parts.pod(), name);
  record.process = process;
  const stopProbes = probe(parts, record, startedAt);
  void process.exited.then(({ exitCode, reason, message }) => {
    stopProbes();
    if (record.process !== process) return;
    record.process = undefined;
    record.started = false;
    record.passing = false;
    record.state = {
      terminated: {
        exitCode,
        reason,
        ...(message === undefined ? {} : { message }),
        startedAt: rfc3339(startedAt),
        finishedAt: rfc3339(timetable.now()),
        ...(record.containerID === undefined ? {} : { containerID: record.containerID }),
      },
    };
    parts.wake();
  });
}

/** Liveness and readiness wait for the startup probe. Returns the way to stop them all. */
function probe(parts: StarterParts, record: ContainerRecord, startedAt: number): () => void {
  const stops: (() => void)[] = [];
  const begin = (kind: string, spec: Probe | undefined, decided: (ok: boolean) => void): void => {
    if (spec === undefined) return;
    const stop = startProber({
      timetable: parts.timetable,
      probe: spec,
      startedAt,
      leadMs: parts.settings.probeLeadMs,
      ask: () => parts.runtime.probe(parts.pod(), record.spec.name, spec),
      refused: (message) =>
        parts.tell(record, { type: 'Warning', reason: 'Unhealthy', message: `${kind} probe failed: ${message}` }),
      decided,
    });
    stops.push(stop);
  };
  const rest = (): void => {
    begin('Readiness', record.spec.readinessProbe, (ok) => {
      record.passing = ok;
      parts.wake();
    });
    begin('Liveness', record.spec.livenessProbe, (ok) => {
      if (!ok) kill(parts, record, 'liveness', record.spec.livenessProbe);
    });
  };
  if (record.spec.startupProbe === undefined) rest();
  begin('Startup', record.spec.startupProbe, (ok) => {
    if (!ok) {
      kill(parts, record, 'startup', record.spec.startupProbe);
      return;
    }
    record.started = true;
    stops.splice(0).forEach((stop) => stop());
    rest();
    parts.wake();
  });
  return () => stops.forEach((stop) => stop());
}

function kill(parts: StarterParts, record: ContainerRecord, kind: string, spec: Probe | undefined): void {
  if (parts.ending() || !isRunning(record)) return;
  const role = record.role === 'main' ? 'Container' : 'Init container';
  const again = parts.pod().spec.restartPolicy === 'Never' && record.role === 'main' ? '' : ', will be restarted';
  const message = `${role} ${record.spec.name} failed ${kind} probe${again}`;
  parts.tell(record, { type: 'Normal', reason: 'Killing', message });
  const seconds = spec?.terminationGracePeriodSeconds ?? parts.pod().spec.terminationGracePeriodSeconds ?? 30;
  record.process?.stop(seconds * 1_000);
}

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}
