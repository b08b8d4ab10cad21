import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../places.mjs';
import { run } from '../run-process.mjs';

// node scripts/suites/on-training.mjs COMMAND …: runs a command on a training cluster of its own, without a scenario, as the
// suites' cluster. It is run where kubectl is; the training cluster is one more process beside it.

/** The context that every training cluster's kubeconfig has. */
const CONTEXT = 'servicescope-training';

const cluster = spawn(process.execPath, [join(ROOT, 'out', 'training', 'main.js'), '--scenario', 'none'], {
  env: {},
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(cluster, 'exit');
const [first] = await Promise.race([once(createInterface(cluster.stdout), 'line'), ended.then(() => [''])]);
const kubeconfig = /^export KUBECONFIG='?([^']+)/.exec(String(first))?.[1];
if (kubeconfig === undefined) {
  console.error(`The training cluster did not start: ${String(first)}`);
  process.exit(1);
}
const [program = '', ...args] = process.argv.slice(2);
const env = { ...process.env, TEST_CLUSTER: 'training', TEST_KUBECONFIG: kubeconfig, TEST_CONTEXT: CONTEXT };
const { code } = await run(program, args, { cwd: ROOT, env });
cluster.kill('SIGINT');
await ended;
process.exit(code);
