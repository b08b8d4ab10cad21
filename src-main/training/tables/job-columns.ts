import { humanDuration } from '#shared/kube/human-duration.ts';
import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, numberOf, textOf } from '../json.ts';
import { ageCell, text, workloadCells } from './cells.ts';
import type { Column } from './column.ts';

/** Source: printers.go printJob. */
export const JOB_COLUMNS: readonly Column[] = [
  text('Status', statusOf),
  text('Completions', completions),
  text('Duration', durationOf),
  text('Age', ageCell),
  ...workloadCells(),
];

function statusOf(job: KubeObject): string {
  const held = new Set(
    jsonListOf(at(job, 'status', 'conditions'))
      .filter(({ status }) => status === 'True')
      .map(({ type }) => type),
  );
  if (held.has('Complete')) return 'Complete';
  if (held.has('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  for (const condition of ['Suspended', 'FailureTarget', 'SuccessCriteriaMet']) {
    if (held.has(condition)) return condition;
  }
  return 'Running';
}

function completions(job: KubeObject): string {
  const succeeded = numberOf(at(job, 'status', 'succeeded')) ?? 0;
  const wanted = numberOf(at(job, 'spec', 'completions'));
  const parallelism = numberOf(at(job, 'spec', 'parallelism')) ?? 0;
  if (wanted !== undefined) return `${succeeded}/${wanted}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationOf(job: KubeObject, now: number): string {
  const start = Date.parse(textOf(at(job, 'status', 'startTime')));
  const end = Date.parse(textOf(at(job, 'status', 'completionTime')));
  if (Number.isNaN(start)) return '';
  return humanDuration((Number.isNaN(end) ? now : end) - start);
}
