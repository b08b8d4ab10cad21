import type { ControllerParts } from '../controller.ts';
import { claimObjects } from '../claim-objects.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { mostRestarts } from '../pod-facts.ts';
import { rankForDeletion } from '../rank-pods.ts';
import { keyOf, namespaceOf, type Pod } from '../shapes.ts';
import { TRACKING, type Job } from './job-shapes.ts';

/** Who tells of a Job's Pods. */
export const JOB_COMPONENT = 'job-controller';
const INDEX = 'batch.kubernetes.io/job-completion-index';

/** The Job's Pods, adopted where they are orphans. */
export function podsOf({ api }: ControllerParts, job: Job): readonly Pod[] {
  return claimObjects(api, 'pods', job, job.spec.selector) as readonly Pod[];
}

/** Makes one; `index` for an Indexed Job. */
export function startPod(parts: ControllerParts, job: Job, index: number | undefined): void {
  const { template } = job.spec;
  const annotations = { ...template.metadata?.annotations, ...(index === undefined ? {} : { [INDEX]: String(index) }) };
  const labels = { ...template.metadata?.labels, ...(index === undefined ? {} : { [INDEX]: String(index) }) };
  const metadata = { ...template.metadata, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
  const pod = { ...template, metadata };
  createPod(parts, job, index === undefined ? pod : withIndex(pod, index), JOB_COMPONENT, { finalizers: [TRACKING] });
}

function withIndex(template: Job['spec']['template'], index: number): Job['spec']['template'] {
  const variable = { name: 'JOB_COMPLETION_INDEX', value: String(index) };
  const containers = template.spec.containers.map((container) => {
    const env = Array.isArray(container.env) ? (container.env as readonly unknown[]) : [];
    return { ...container, env: [...env, variable] };
  });
  return { ...template, spec: { ...template.spec, containers } };
}

/** Ends as many of the active Pods, those that got least far first. Unless counted they are no failures of the Job. */
export function endPods(
  parts: ControllerParts,
  job: Job,
  active: readonly Pod[],
  { count, counted }: { readonly count: number; readonly counted: boolean },
): void {
  for (const pod of rankForDeletion(active, active, parts.api.now()).slice(0, count)) {
    if (!counted) untrack(parts, pod);
    deletePod(parts, job, pod, JOB_COMPONENT);
  }
}

/** Lets a Pod go that was counted. */
export function untrack({ api }: ControllerParts, pod: Pod): void {
  const current = api.get('pods', namespaceOf(pod), pod.metadata.name);
  if (current?.metadata.uid !== pod.metadata.uid) return;
  const finalizers = (current.metadata.finalizers ?? []).filter((each) => each !== TRACKING);
  if (finalizers.length === (current.metadata.finalizers ?? []).length) return;
  const metadata = { ...current.metadata, finalizers };
  api.update('pods', namespaceOf(pod), pod.metadata.name, { ...current, metadata });
}

/** Whether it still is to be counted. */
export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING) === true;
}

/** Which of the completions an Indexed Job's Pod stands for. */
export function indexOf({ metadata }: Pod): number {
  return Number(metadata.annotations?.[INDEX] ?? -1);
}

/** Restarts of containers count as failures where they are started again in the same Pod. Source: k/k pastBackoffLimitOnFailure. */
export function restartsOf(job: Job, pods: readonly Pod[]): number {
  if (job.spec.template.spec.restartPolicy !== 'OnFailure') return 0;
  return pods.reduce((sum, pod) => sum + mostRestarts(pod), 0);
}

/** For a work queue: the Job of a Pod. */
export function jobKeyOf(pod: Pod): string | undefined {
  const owner = pod.metadata.ownerReferences?.find(({ controller, kind }) => controller === true && kind === 'Job');
  return owner === undefined ? undefined : keyOf({ ...pod, metadata: { ...pod.metadata, name: owner.name } });
}
