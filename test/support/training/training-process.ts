import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { trainingProgram } from './training-bundle.ts';

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } },
  ];
  readonly users: readonly [{ readonly user: { readonly token: string } }];
}

/** The training cluster as users start it: a process of its own. */
export interface TrainingProcess {
  readonly pid: number;
  readonly kubeconfig: string;
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
  /** What it wrote to stderr: errors that are no refusal of the API. */
  complaints(): string;
  running(): boolean;
  /** Sends the signal and waits for the end; `left` looks at what is there then. Resolves with the exit code, null if the signal ended it. */
  end(signal?: NodeJS.Signals, left?: () => void): Promise<number | null>;
}

export async function startTrainingProcess(
  scenario = 'none',
  env: NodeJS.ProcessEnv = process.env,
): Promise<TrainingProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'training-process-'));
  const kubeconfig = join(folder, 'own', 'kubeconfig');
  const args = [await trainingProgram(), '--scenario', scenario, '--kubeconfig', kubeconfig];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    void ended.then(() => reject(new Error(`the training cluster ended at once: ${complaints}`)));
  });
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
  return {
    pid: child.pid ?? 0,
    kubeconfig,
    port: Number(new URL(clusters[0].cluster.server).port),
    ca: Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString(),
    token: users[0].user.token,
    complaints: () => complaints,
    running: () => child.exitCode === null && child.signalCode === null,
    end: async (signal = 'SIGTERM', left = () => undefined) => {
      child.kill(signal);
      const code = await ended;
      left();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
