import type { ExportedSide, RunExport } from '../../src-shared/traffic/export-run.ts';
import { brokenPromises, hitsOf } from './judge-demo.ts';

/** What report.json holds: an export without its list of hits. */
export type DemoReport = Omit<RunExport, 'hits'>;

/** Prints a table per side and what was not kept. Returns the exit code of the demo: 1 if a promise is broken. */
export function conclude(report: Pick<DemoReport, 'services' | 'runs'>): number {
  for (const run of report.runs) print(run);
  const broken = brokenPromises(report);
  for (const promise of broken) console.error(`✗ ${promise}`);
  return broken.length === 0 ? 0 : 1;
}

function print(run: ExportedSide): void {
  const clients = run.clients.map(({ name }) => name);
  console.log(`\nsessionAffinity: ${run.sessionAffinity} (${String(run.requests)} requests)`);
  console.table(
    Object.fromEntries(
      Object.entries(hitsOf(run)).map(([pod, hits]) => [
        pod,
        {
          ...Object.fromEntries(clients.map((name, index) => [name, run.clients[index]?.hits[pod] ?? 0])),
          hits,
          'counted by the Pod': run.served?.[pod] ?? 0,
        },
      ]),
    ),
  );
}
