import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock.ts';
import { exportLine, parseCommandLine } from './command-line.ts';
import { startControllers } from './controllers/start-controllers.ts';
import { createNetwork } from './network/create-network.ts';
import { obeyParent, parentPort } from './parent-port.ts';
import { CONTEXT_NAME } from './kubeconfig.ts';
import { isScenarioName } from './scenario.ts';
import { startTrainingCluster } from './training-cluster.ts';

// The training cluster by itself, under plain Node.js: prints `export KUBECONFIG=…` first and runs until it is asked to end.

const FAILED = 1;
const command = parseCommandLine(process.argv.slice(2));
if (command.run) await run(command.scenario, command.kubeconfig);
else fail(command.message);

async function run(scenario: string, kubeconfig: string | undefined): Promise<void> {
  const manifest = manifestOrEnd(scenario);
  const own = kubeconfig === undefined ? mkdtempSync(join(tmpdir(), 'servicescope-training-')) : undefined;
  const cluster = await startTrainingCluster({
    clock: systemClock,
    random: Math.random,
    kubeconfigPath: kubeconfig === undefined ? join(own ?? '', 'kubeconfig') : resolve(kubeconfig),
    ...(manifest === undefined ? {} : { manifest }),
    createNetwork,
    startControllers,
    onError: (error) => {
      tell(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    },
  });
  process.stdout.write(`${exportLine(cluster.kubeconfigPath)}\n`);
  const stop = (): void => {
    void cluster.stop().finally(() => {
      if (own !== undefined) rmSync(own, { recursive: true, force: true });
      process.exit(0);
    });
  };
  const parent = parentPort();
  if (parent !== undefined) {
    const reset = (name: string): void => {
      cluster.reset(manifestOf(name));
    };
    obeyParent(parent, { reset, stop });
    parent.postMessage({ notice: 'ready', context: CONTEXT_NAME, kubeconfig: cluster.kubeconfigPath });
  }
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function manifestOrEnd(scenario: string): string | undefined {
  try {
    return manifestOf(scenario);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The YAML of a scenario: beside the sources and beside the bundle alike, `resources` is two folders up or three. Throws
 * where there is none: a reset to it fails, and the cluster goes on.
 */
function manifestOf(scenario: string): string | undefined {
  if (scenario === 'none') return undefined;
  if (!isScenarioName(scenario)) throw new Error(`no scenario is called ${JSON.stringify(scenario)}`);
  const here = dirname(fileURLToPath(import.meta.url));
  const path = join(here, '..', '..', 'resources', 'manifests', `${scenario}.yaml`);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`no scenario is called ${JSON.stringify(scenario)}: ${path} is not there`);
  }
}

function fail(message: string): never {
  tell(message);
  process.exit(FAILED);
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}
