import { expect, test } from '@playwright/test';
import { RATE_CAP_PER_SECOND } from '../../src-shared/traffic/run-request.ts';
import type { RunExport } from '../../src-shared/traffic/export-run.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { expectNothingLeft, readService } from './pages/cluster-facts.ts';
import { followEchoLogs, userAgentsOfRun } from './pages/echo-logs.ts';
import { exportRun } from './pages/exported-json.ts';
import { otherClientYaml } from './pages/other-client.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

const REQUESTS = 10_000;
const RATE = RATE_CAP_PER_SECOND;
const CLIENTS = 2;
/** The Pod's grace of a second, the client's timeout of two, and as long again for a busy machine. */
const DYING_MS = 6_000;
const OTHER_AGENT = 'servicescope/ffffffffffffffff';

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

let namespace = '';
let app: OpenApp;

test.beforeAll(async () => {
  namespace = await createNamespace('accuracy');
  await apply(
    [
      serviceYaml(namespace, 'web', 'web'),
      serviceYaml(namespace, 'web-too', 'web'),
      replicaSetYaml(namespace, 'web', 'web', 4),
    ].join('---\n'),
  );
  await replicasReady(namespace, 'web', 4);
  // Somebody else asks the same Pods, through another Service and with a User-Agent like ours.
  const { spec } = await readService(namespace, 'web-too');
  await apply(otherClientYaml(namespace, `http://${spec.clusterIP}/`, OTHER_AGENT));
  app = await openApp({ namespace });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

const answersOf = async (pod: string): Promise<{ readonly all: number; readonly pod: number }> => {
  const { pods } = await app.traffic.side('None').numbers();
  return { all: sum(pods.map(({ total }) => total)), pod: pods.find((row) => row.pod === pod)?.total ?? 0 };
};

/** Deletes one of the four Pods once every Pod has answered a while; resolves when its successor has. */
async function killOne(): Promise<{ readonly victim: string; readonly successor: string; readonly frozen: number }> {
  const side = app.traffic.side('None');
  await expect.poll(async () => (await answersOf('')).all, { timeout: 120_000 }).toBeGreaterThan(1_500);
  const before = (await side.numbers()).pods.map(({ pod }) => pod);
  const victim = before[1] ?? '';
  await kubectl('delete', 'pod', victim, '-n', namespace, '--wait=false');
  await expect(side.row(victim)).toContainText('gone', { timeout: 60_000 });
  await expect(side.row('joined')).toBeVisible({ timeout: 60_000 });
  const successor = (await side.numbers()).pods.map(({ pod }) => pod).find((pod) => !before.includes(pod)) ?? '';
  await expect.poll(async () => (await answersOf(successor)).pod, { timeout: 60_000 }).toBeGreaterThan(0);
  return { victim, successor, frozen: (await answersOf(victim)).pod };
}

/** Pod -> answers, as the exported list of hits has them. */
function hitsPerPod({ hits }: RunExport): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { pod } of hits) if (pod !== null) counts.set(pod, (counts.get(pod) ?? 0) + 1);
  return counts;
}

test('a Pod is deleted in a run of 10,000: its hits stop, the new Pod’s begin, and page, export and the Pods’ own logs are equal', async () => {
  test.setTimeout(600_000);
  const logs = await followEchoLogs(namespace, 'app=web');
  await app.toTraffic('web');
  await app.traffic.choose('As it is');
  await app.traffic.fill({ requests: REQUESTS, rate: RATE, clients: CLIENTS });
  await app.traffic.begin();
  await app.traffic.counting();
  const agents = await userAgentsOfRun(namespace, CLIENTS);
  const { victim, successor, frozen } = await killOne();
  await app.traffic.finished('Finished', 420_000);
  await logs.end();

  const side = app.traffic.side('None');
  const shown = await side.numbers();
  const exported = await exportRun(app);
  const [run] = exported.runs;
  if (run === undefined) throw new Error('The export has no run.');
  const served = logs.served(agents);
  const table = new Map(shown.pods.map(({ pod, total }) => [pod, total]));
  const failures = sum(Object.values(run.failures));
  const figures = { shown, failures: run.failures, unaccounted: run.unaccounted, served: Object.fromEntries(served) };
  console.log(JSON.stringify(figures));

  // Its hits stop, the new Pod's begin.
  expect(table.get(victim)).toBe(frozen);
  expect(table.get(successor)).toBeGreaterThan(100);
  const lastOf = Math.max(...exported.hits.filter(({ pod }) => pod === victim).map(({ at }) => at));
  const firstOf = Math.min(...exported.hits.filter(({ pod }) => pod === successor).map(({ at }) => at));
  expect(lastOf).toBeLessThan(firstOf);

  // The clients share the rate. A busy machine makes it longer only; each client at the whole rate would halve it.
  const times = exported.hits.map(({ at }) => at);
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((0.9 * 1_000 * REQUESTS) / RATE);

  // The page = the export = the list of hits, Pod by Pod and client by client.
  expect(exported.runs).toHaveLength(1);
  expect(table).toEqual(hitsPerPod(exported));
  for (const [index, client] of shown.clients.entries()) {
    const of = run.clients.find(({ name }) => name === client)?.hits ?? {};
    expect(of).toEqual(Object.fromEntries(shown.pods.map(({ pod, byClient }) => [pod, byClient[index]])));
  }
  expect(await side.chart(shown.pods.length)).toEqual(shown.pods.map(({ byClient }) => byClient));

  // Nothing is lost without a word: what is not an answer of a known Pod stands in the table as failed or unaccounted.
  expect([shown.total, run.requests]).toEqual([REQUESTS, REQUESTS]);
  expect(sum(table.values()) + failures + run.unidentified + run.unaccounted).toBe(REQUESTS);
  expect(run.unidentified).toBe(0);
  expect(shown.rest).toEqual({
    ...(failures > 0 ? { Failed: failures } : {}),
    ...(run.unaccounted > 0 ? { Unaccounted: run.unaccounted } : {}),
  });
  expect(exported.hits).toHaveLength(REQUESTS - run.unaccounted);
  expect(new Set(exported.hits.map(({ client, seq }) => `${client} ${seq}`)).size).toBe(exported.hits.length);

  // Counted = served, by the Pods' own logs. An echo Pod writes its line before it answers: where it was killed between the
  // two, it served one whose answer never came, and that one is a failure (reset, timeout) or unaccounted. A refused
  // connection reached no Pod. So the Pods that lived are equal, and the one that died differs by such requests at its death only.
  const lost = (served.get(victim) ?? 0) - (table.get(victim) ?? 0);
  for (const [pod, total] of table) if (pod !== victim) expect([pod, served.get(pod)]).toEqual([pod, total]);
  expect(sum(served.values()) - lost).toBe(sum(table.values()));
  expect(lost).toBeGreaterThanOrEqual(0);
  const atItsDeath = exported.hits.filter(
    ({ error, at }) => (error === 'reset' || error === 'timeout') && at > lastOf - 1_000 && at < lastOf + DYING_MS,
  );
  expect(lost).toBeLessThanOrEqual(atItsDeath.length);
  expect([...served.keys()].sort()).toEqual([...table.keys()].sort());
  expect(sum(logs.served(new Set([OTHER_AGENT])).values()), 'the other client was there').toBeGreaterThan(10);
  await expectNothingLeft(namespace);
});
