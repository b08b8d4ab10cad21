import { controller, type ChangeListener, type ControllerParts } from '../controller.ts';
import { conditionOf, isActive, isReady, isTerminal } from '../pod-facts.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import { keyOf, namespaceOf, splitKey, type Condition, type Pod } from '../shapes.ts';
import { rfc3339 } from '../times.ts';
import { formatIndexes, parseIndexes } from './completed-indexes.ts';
import {
  endPods,
  indexOf,
  isTracked,
  jobKeyOf,
  JOB_COMPONENT,
  podsOf,
  restartsOf,
  startPod,
  untrack,
} from './job-pods.ts';
import { endOf, type Job, type JobStatus } from './job-shapes.ts';

/** After a failed Pod the next waits 10 s, doubled each time, up to 10 min. Source: k/k pkg/controller/job DefaultJobPodFailureBackOff. */
const BACKOFF_MS = [10_000, 600_000] as const;

/** Runs each Job's Pods to their completions. Source: k/k pkg/controller/job and ttlafterfinished. */
export function jobs(parts: ControllerParts): ChangeListener {
  return controller(parts, {
    name: 'job',
    delayMs: parts.settings.controllerDelayMs,
    keysOf: ({ resource, object }) => {
      if (resource === 'batch/jobs') return [keyOf(object)];
      const key = resource === 'pods' ? jobKeyOf(object as Pod) : undefined;
      return key === undefined ? [] : [key];
    },
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const job = parts.api.get('batch/jobs', namespace, name) as Job | undefined;
      if (job === undefined) {
        releaseOrphans(parts, namespace, name);
        return undefined;
      }
      const end = endOf(job);
      return end === undefined ? reconcile(parts, job) : expire(parts, job, end);
    },
  });
}

/** A Job that is gone counts nothing any more: its Pods must not wait for it. */
function releaseOrphans(parts: ControllerParts, namespace: string, name: string): void {
  for (const pod of parts.api.list('pods', namespace) as readonly Pod[]) {
    if (isTracked(pod) && jobKeyOf(pod) === `${namespace}/${name}`) untrack(parts, pod);
  }
}

/** Removes a finished Job ttlSecondsAfterFinished after its end; nothing without. */
function expire(parts: ControllerParts, job: Job, end: Condition): number | undefined {
  for (const pod of podsOf(parts, job)) untrack(parts, pod);
  const seconds = job.spec.ttlSecondsAfterFinished;
  if (seconds === undefined || job.metadata.deletionTimestamp !== undefined) return undefined;
  const left = Date.parse(end.lastTransitionTime ?? '') + seconds * 1_000 - parts.api.now();
  if (left > 0) return left;
  const { uid, name } = job.metadata;
  const options = { propagationPolicy: 'Foreground', preconditions: { uid } } as const;
  parts.api.delete('batch/jobs', namespaceOf(job), name, options);
  return undefined;
}

interface Counts {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  readonly indexes: ReadonlySet<number>;
}

function reconcile(parts: ControllerParts, job: Job): number | undefined {
  const counts = countPods(parts, job);
  const start = job.status?.startTime ?? (job.spec.suspend === true ? undefined : rfc3339(parts.api.now()));
  const failure = failureOf(parts, job, counts, start);
  const success = failure === undefined && isComplete(job, counts);
  if (failure !== undefined) endPods(parts, job, counts.active, { count: counts.active.length, counted: true });
  const again = failure !== undefined || success ? undefined : manage(parts, job, counts);
  const now = podsOf(parts, job).filter((pod) => !isTerminal(pod));
  const terminating = now.filter((pod) => !isActive(pod)).length;
  const conditions = conditionsOf(parts, job, { failure, success, done: now.length === 0 });
  const resumed = conditionOf(job.status?.conditions, 'Suspended')?.status === 'True' && job.spec.suspend !== true;
  const startTime = resumed ? rfc3339(parts.api.now()) : start;
  const complete = conditions.some(({ type }) => type === 'Complete');
  const status: JobStatus = {
    ...(startTime === undefined || job.spec.suspend === true ? {} : { startTime }),
    ...(complete ? { completionTime: rfc3339(parts.api.now()) } : {}),
    ...nonZero({ active: now.filter(isActive).length, succeeded: counts.succeeded, failed: counts.failed }),
    ...(counts.indexes.size > 0 ? { completedIndexes: formatIndexes(counts.indexes) } : {}),
    ready: now.filter((pod) => isActive(pod) && isReady(pod)).length,
    terminating,
    uncountedTerminatedPods: {},
    ...(conditions.length > 0 ? { conditions } : {}),
  };
  parts.api.updateStatus('batch/jobs', namespaceOf(job), job.metadata.name, status);
  for (const pod of counts.pods.filter(isUncounted)) untrack(parts, pod);
  // Past its deadline nothing more waits for it: the Pods' ends bring the Job here again.
  const deadline = failure === undefined ? deadlineIn(parts, job, startTime) : undefined;
  const times = [again, deadline].filter((each) => each !== undefined);
  return times.length === 0 || complete ? undefined : Math.min(...times);
}

function nonZero(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Pods count once, when they have ended: after that they lose the tracking finalizer, and the status remembers them. */
function countPods(parts: ControllerParts, job: Job): Counts {
  const pods = podsOf(parts, job);
  const fresh = pods.filter(isUncounted);
  const won = fresh.filter(({ status }) => status?.phase === 'Succeeded');
  const lost = fresh.filter(({ status }) => status?.phase !== 'Succeeded');
  const indexed = job.spec.completionMode === 'Indexed';
  const known = parseIndexes(job.status?.completedIndexes);
  const indexes = indexed ? new Set([...known, ...won.map(indexOf).filter((index) => index >= 0)]) : known;
  return {
    pods,
    active: pods.filter(isActive),
    succeeded: indexed ? indexes.size : (job.status?.succeeded ?? 0) + won.length,
    failed: (job.status?.failed ?? 0) + lost.length,
    indexes,
  };
}

/** Ended and not yet in the counts. A Pod that is being deleted counts as failed at once. Source: k/k isPodFailed. */
function isUncounted(pod: Pod): boolean {
  return isTracked(pod) && (isTerminal(pod) || pod.metadata.deletionTimestamp !== undefined);
}

type Failure = readonly [reason: string, message: string];

function failureOf(
  parts: ControllerParts,
  job: Job,
  { failed, pods }: Counts,
  start: string | undefined,
): Failure | undefined {
  const before = conditionOf(job.status?.conditions, 'FailureTarget');
  if (before !== undefined) return [before.reason ?? '', before.message ?? ''];
  if (conditionOf(job.status?.conditions, 'SuccessCriteriaMet') !== undefined) return undefined;
  const limit = job.spec.backoffLimit ?? 6;
  const restarts = restartsOf(job, pods);
  // With restartPolicy OnFailure a limit of 0 allows no restart at all.
  if (failed > limit || (restarts > 0 && restarts >= limit)) {
    return ['BackoffLimitExceeded', 'Job has reached the specified backoff limit'];
  }
  const left = deadlineIn(parts, job, start);
  return left !== undefined && left <= 0
    ? ['DeadlineExceeded', 'Job was active longer than specified deadline']
    : undefined;
}

function deadlineIn(parts: ControllerParts, job: Job, start: string | undefined): number | undefined {
  const seconds = job.spec.activeDeadlineSeconds;
  if (seconds === undefined || start === undefined || job.spec.suspend === true) return undefined;
  return Date.parse(start) + seconds * 1_000 - parts.api.now();
}

/** Without completions one success is enough, once nobody works any more. */
function isComplete({ spec }: Job, { succeeded, active }: Counts): boolean {
  return active.length === 0 && (spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions);
}

/** Starts or ends Pods. Returns after how many ms to look again. */
function manage(parts: ControllerParts, job: Job, counts: Counts): number | undefined {
  const { spec, metadata } = job;
  const { active, succeeded } = counts;
  if (metadata.deletionTimestamp !== undefined) return undefined;
  const parallelism = spec.suspend === true ? 0 : (spec.parallelism ?? 1);
  const open =
    spec.completions === undefined ? (succeeded > 0 ? active.length : parallelism) : spec.completions - succeeded;
  const wanted = Math.max(0, Math.min(parallelism, open));
  if (active.length > wanted) endPods(parts, job, active, { count: active.length - wanted, counted: false });
  if (active.length >= wanted) return undefined;
  const wait = backoffLeft(parts, job, counts);
  if (wait > 0) return wait;
  const taken = new Set([...counts.indexes, ...active.map(indexOf)]);
  const free = Array.from({ length: spec.completions ?? 0 }, (_each, index) => index).filter(
    (index) => !taken.has(index),
  );
  try {
    for (let missing = wanted - active.length; missing > 0; missing -= 1) {
      startPod(parts, job, spec.completionMode === 'Indexed' ? free.shift() : undefined);
    }
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
  return undefined;
}

function backoffLeft(parts: ControllerParts, job: Job, { pods, failed }: Counts): number {
  const ends = pods.filter(({ status }) => status?.phase === 'Failed').map(endedAt);
  const wins = pods.filter(({ status }) => status?.phase === 'Succeeded').map(endedAt);
  const latest = Math.max(0, ...ends);
  if (failed === 0 || latest === 0 || Math.max(0, ...wins) > latest) return 0;
  const [first, longest] = BACKOFF_MS;
  return latest + Math.min(first * 2 ** Math.min(failed - 1, 10), longest) - parts.api.now();
}

function endedAt({ status, metadata }: Pod): number {
  const ends = (status?.containerStatuses ?? []).flatMap(({ state }) =>
    'terminated' in state && state.terminated.finishedAt !== null ? [Date.parse(state.terminated.finishedAt)] : [],
  );
  return Math.max(Date.parse(metadata.creationTimestamp), ...ends);
}

/** First what decided (SuccessCriteriaMet, FailureTarget), and once no Pod is left the end itself. Source: k/k enactJobFinished. */
function conditionsOf(
  parts: ControllerParts,
  job: Job,
  end: { readonly failure: Failure | undefined; readonly success: boolean; readonly done: boolean },
): readonly Condition[] {
  const now = rfc3339(parts.api.now());
  let conditions = job.status?.conditions ?? [];
  const add = (type: string, status: 'True' | 'False', reason?: string, message?: string): boolean => {
    const before = conditionOf(conditions, type);
    if (before?.status === status || (before === undefined && status === 'False')) return false;
    const text = { ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
    const fresh: Condition = { type, status, lastProbeTime: now, lastTransitionTime: now, ...text };
    conditions =
      before === undefined ? [...conditions, fresh] : conditions.map((each) => (each === before ? fresh : each));
    return true;
  };
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    parts.events.record(job, { component: JOB_COMPONENT }, { type, reason, message });
  if (end.failure !== undefined) {
    const [reason, message] = end.failure;
    add('FailureTarget', 'True', reason, message);
    if (end.done && add('Failed', 'True', reason, message)) tell('Warning', reason, message);
  } else if (end.success) {
    const text = ['CompletionsReached', 'Reached expected number of succeeded pods'] as const;
    add('SuccessCriteriaMet', 'True', ...text);
    if (end.done && add('Complete', 'True', ...text)) tell('Normal', 'Completed', 'Job completed');
  } else if (job.spec.suspend === true) {
    if (add('Suspended', 'True', 'JobSuspended', 'Job suspended')) tell('Normal', 'Suspended', 'Job suspended');
  } else if (add('Suspended', 'False', 'JobResumed', 'Job resumed')) tell('Normal', 'Resumed', 'Job resumed');
  return conditions;
}
