import { join } from 'node:path';
import { ROOT } from './places.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { setUp } from './setup.mjs';
import { targetHere, withCluster } from './suites/cluster.mjs';
import { lastLine } from './suites/counts.mjs';
import { runPlaywright } from './suites/real.mjs';

await runMain(async () => {
  await setUp({ forTests: true });
  const target = targetHere();
  if (target.kind === 'none') throw new Refusal(`Screenshots show a real cluster: ${target.reason}.`, 1);
  const env = { SCREENSHOTS_DIR: join(ROOT, 'docs', 'screenshots') };
  const filters = process.argv.slice(2);
  const counts = await withCluster(target, null, (cluster) =>
    runPlaywright(cluster, { projects: ['screenshots'], args: filters, env }),
  );
  console.log(lastLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
