import { utilityProcess } from 'electron';
import type { TrainingNotice, TrainingOrder } from '#shared/ipc/training.ts';

/** A process of its own: however busy its Pods are, the window is not. */
export interface TrainingProcess {
  tell(order: TrainingOrder): void;
  /** At once, without a clean-up of its own. */
  kill(): void;
}

export interface TrainingProcessOptions {
  /** The built entry of the training cluster. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly onNotice: (notice: TrainingNotice) => void;
  /** @param stderr the last of what it said */
  readonly onExit: (code: number, stderr: string) => void;
}

const KEPT_STDERR = 2_000;

/** Starts the training cluster with an empty environment: nothing of this computer's is in reach of its shells. */
export function forkTrainingProcess({ entry, args, onNotice, onExit }: TrainingProcessOptions): TrainingProcess {
  const child = utilityProcess.fork(entry, [...args], { env: {}, stdio: 'pipe', serviceName: 'training cluster' });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-KEPT_STDERR)));
  // Nobody reads it, and a full pipe would block the process.
  child.stdout?.resume();
  child.on('message', (message: unknown) => {
    onNotice(message as TrainingNotice);
  });
  child.once('exit', (code) => {
    onExit(code, stderr.trim());
  });
  return {
    tell: (order) => {
      child.postMessage(order);
    },
    kill: () => void child.kill(),
  };
}
