import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expect } from '@playwright/test';
import { exportRun } from '../e2e/pages/exported-json.ts';
import { ServicePage } from '../e2e/pages/service-page.ts';
import { ServicesPage } from '../e2e/pages/services-page.ts';
import { TrafficPage } from '../e2e/pages/traffic-page.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { words } from '../support/pages.ts';
import { en } from '../../src-shared/messages/en.ts';
import { conclude, type DemoReport } from './conclude.ts';
import { openCounters, servedBetween, type PodCounters } from './served.ts';

// The course on the training cluster, by the app's own buttons: what a person sees in the first five minutes. With --judge FILE it
// opens nothing, and ends as a demo ends that wrote this report.

const { values } = parseArgs({ options: { stay: { type: 'boolean', default: false }, judge: { type: 'string' } } });
const OUT = join(import.meta.dirname, '../../out/demo');
const SERVICE = 'myapp-svc';
const APP = 'myapp-rs';
const CONTEXT = 'servicescope-training';

process.exitCode = await (values.judge === undefined ? showAll() : judge(values.judge));

async function judge(file: string): Promise<number> {
  return conclude(JSON.parse(await readFile(file, 'utf8')) as DemoReport);
}

async function showAll(): Promise<number> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const launched = await launchApp({ args: [] });
  try {
    const code = await demonstrate(launched);
    if (values.stay) {
      console.log('The app stays open; close its window to end it and the training cluster.');
      await launched.app.waitForEvent('close', { timeout: 0 });
    }
    return code;
  } finally {
    await launched.close().catch(() => undefined);
  }
}

async function demonstrate(app: LaunchedApp): Promise<number> {
  const { page, userData } = app;
  const shoot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(OUT, `${name}.png`), animations: 'disabled' });
  };
  await expect(page.getByRole('heading', { name: en.training.title })).toBeVisible();
  await shoot('connect');
  await page.getByRole('button', { name: en.training.start, exact: true }).click();
  const services = new ServicesPage(page);
  await services.opened();
  await expect(await services.cell(SERVICE, words.services.columns.endpoints)).toHaveText('4/4', { timeout: 60_000 });
  await expect(await services.cell('myapp-svc-ses-aff', words.services.columns.endpoints)).toHaveText('4/4');
  await expect(services.row('kubernetes')).toBeVisible();
  await shoot('services');
  await services.open(SERVICE);
  const service = new ServicePage(page);
  await expect(service.in).toHaveCount(4);
  await shoot('service');
  await service.testTraffic();
  const counters = await openCounters(join(userData, 'training', 'kubeconfig'), CONTEXT, APP);
  try {
    return await testTraffic(app, counters, shoot);
  } finally {
    counters.close();
  }
}

async function testTraffic(
  app: LaunchedApp,
  counters: PodCounters,
  shoot: (name: string) => Promise<void>,
): Promise<number> {
  const traffic = new TrafficPage(app.page);
  await traffic.choose('Compare off and on');
  await traffic.fill({ requests: 200, rate: 100 });
  await expect(traffic.start).toBeVisible({ timeout: 30_000 });
  await shoot('traffic-plan');
  const before = await counters.read();
  await traffic.run();
  await shoot('traffic');
  const { hits: _hits, ...report } = await exportRun(app);
  const after = await counters.read();
  const [own] = report.services;
  const runs = report.runs.map((run) => ({
    ...run,
    served: servedBetween(before, after, (asked) => {
      const itself = asked === own?.clusterIP;
      // Nobody but the run asks these Pods: what did not go to the Service went to its twin, which is gone by now.
      return run.sessionAffinity === own?.sessionAffinity ? itself : !itself;
    }),
  }));
  await writeFile(join(OUT, 'report.json'), `${JSON.stringify({ ...report, runs }, null, 2)}\n`);
  const code = conclude({ ...report, runs });
  console.log(`${join('out', 'demo', 'report.json')} and pictures of every page are written.`);
  return code;
}
