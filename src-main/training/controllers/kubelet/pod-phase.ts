import type { PodPhase, PodSpec } from '../shapes.ts';
import { isRunning, latestEnd, type ContainerRecord } from './container-record.ts';

/** Whether a container that ended with that exit code is started again. */
export function restarts(record: ContainerRecord, policy: PodSpec['restartPolicy'], exitCode: number): boolean {
  if (record.role === 'sidecar') return true;
  if (record.role === 'init') return exitCode !== 0 && policy !== 'Never';
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

/** Whether all main containers have ended for good. */
export function mainsEnded(records: readonly ContainerRecord[], policy: PodSpec['restartPolicy']): boolean {
  return records
    .filter(({ role }) => role === 'main')
    .every((record) => 'terminated' in record.state && !restarts(record, policy, record.state.terminated.exitCode));
}

/**
 * The phase that follows from the containers. `ending`: none will be started again, whatever the restartPolicy.
 * Source: k/k pkg/kubelet getPhase.
 */
export function podPhase(
  records: readonly ContainerRecord[],
  policy: PodSpec['restartPolicy'],
  ending: boolean,
): PodPhase {
  const inits = records.filter(({ role }) => role === 'init');
  const mains = records.filter(({ role }) => role === 'main');
  const failedForGood = inits.some((record) => {
    const end = latestEnd(record);
    return !isRunning(record) && end !== undefined && end.exitCode !== 0 && !restarts(record, policy, end.exitCode);
  });
  if (failedForGood) return 'Failed';
  const initialized = mains.some((record) => isRunning(record) || latestEnd(record) !== undefined);
  const initPending = inits.some((record) => isRunning(record) || latestEnd(record) === undefined);
  const sidecars = records.filter(({ role }) => role === 'sidecar');
  const sidecarPending = sidecars.some((record) => !record.started && latestEnd(record) === undefined);
  const waiting = mains.some((record) => !isRunning(record) && latestEnd(record) === undefined);
  if (initPending || (sidecarPending && !initialized) || waiting) return 'Pending';
  if (mains.some(isRunning) || sidecars.some(isRunning)) return 'Running';
  const codes = mains.map((record) => latestEnd(record)?.exitCode ?? 0);
  const again = mains.some((record, index) => restarts(record, policy, codes[index] ?? 0));
  if (again && !ending) return 'Running';
  return codes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
}
