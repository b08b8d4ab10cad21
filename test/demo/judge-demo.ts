import type { ExportedSide, RunExport } from '../../src-shared/traffic/export-run.ts';

export type Counts = Readonly<Record<string, number>>;

/** Pod -> hits of all clients, by name. */
export function hitsOf(side: ExportedSide): Counts {
  const sums = new Map<string, number>();
  for (const { hits } of side.clients)
    for (const [pod, count] of Object.entries(hits)) sums.set(pod, (sums.get(pod) ?? 0) + count);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the demo promises and this run did not keep, in words; empty where all is well. */
export function brokenPromises({ services, runs }: Pick<RunExport, 'services' | 'runs'>): readonly string[] {
  const pods = new Set(services.flatMap(({ endpoints }) => endpoints.map(({ pod }) => pod)));
  const modes = runs.map(({ sessionAffinity }) => sessionAffinity).join(' and ');
  return [
    ...(modes === 'None and ClientIP' ? [] : [`the run has ${modes || 'no sides'}, not None and ClientIP`]),
    ...runs.flatMap((run) => [
      ...uncounted(run),
      ...(run.sessionAffinity === 'None' ? unspread(run, pods) : unstuck(run)),
    ]),
  ];
}

function uncounted(run: ExportedSide): readonly string[] {
  const [hits, served] = [JSON.stringify(hitsOf(run)), JSON.stringify(run.served)];
  return hits === served ? [] : [`${run.sessionAffinity}: hits ${hits}, but the Pods counted ${served}`];
}

function unspread(run: ExportedSide, pods: ReadonlySet<string>): readonly string[] {
  const hits = hitsOf(run);
  const idle = [...pods].filter((pod) => (hits[pod] ?? 0) === 0);
  if (pods.size === 0) return ['None: there is no endpoint'];
  return idle.map((pod) => `None: ${pod} was not hit`);
}

function unstuck(run: ExportedSide): readonly string[] {
  return run.clients.flatMap(({ name, hits }) => {
    const pods = Object.keys(hits).filter((pod) => (hits[pod] ?? 0) > 0);
    return pods.length === 1 ? [] : [`ClientIP: ${name} met ${String(pods.length)} Pods: ${pods.join(', ')}`];
  });
}
