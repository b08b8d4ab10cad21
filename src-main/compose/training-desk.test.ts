import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import type { TrainingOrder, TrainingState } from '#shared/ipc/training.ts';
import type { TrainingProcessOptions } from '../app/training-process.ts';
import { FailureError } from '../kube/failure-error.ts';
import { createTrainingDesk, type TrainingDesk } from './training-desk.ts';

/** A process that does what the test says. */
interface Process extends Omit<TrainingProcessOptions, 'entry'> {
  readonly orders: TrainingOrder[];
}

let folder: string;
let kubeconfig: string;
let processes: Process[];
let told: TrainingState[];
let cannotFork: Error | undefined;
let desk: TrainingDesk;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'training-desk-'));
  kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, 'left by an app that was killed');
  processes = [];
  told = [];
  cannotFork = undefined;
  desk = createTrainingDesk({
    fork: (options) => {
      if (cannotFork !== undefined) throw cannotFork;
      const process: Process = { ...options, orders: [] };
      processes.push(process);
      return {
        tell: (order) => {
          process.orders.push(order);
          if (order.order === 'stop') process.onExit(0, '');
        },
        kill: () => process.onExit(9, ''),
      };
    },
    kubeconfig,
    changed: (state) => told.push(state),
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

function latest(): Process {
  const process = processes.at(-1);
  if (process === undefined) throw new Error('no process was started');
  return process;
}

async function start(): Promise<void> {
  const running = desk.start('course');
  // A failed one before it is ended first.
  await Promise.resolve();
  await Promise.resolve();
  writeFileSync(kubeconfig, 'its own');
  latest().onNotice({ notice: 'ready', context: 'servicescope-training', kubeconfig });
  expect((await running).phase).toBe('running');
}

const failed = (detail: string): unknown => new FailureError(failure('training.failed', { detail }));

describe('the training desk', () => {
  it('begins with nothing an earlier app left', () => {
    expect(existsSync(kubeconfig)).toBe(false);
    expect(desk.state()).toEqual({ phase: 'stopped' });
  });

  it.each([
    ['with words', 1, 'no scenario is called "x"', 'no scenario is called "x"'],
    ['without a word', 127, '', 'exit code 127'],
  ])('says why its process did not start: %s', async (_how, code, stderr, detail) => {
    const running = desk.start('course');
    expect(latest().args).toEqual(['--scenario', 'course', '--kubeconfig', kubeconfig]);
    latest().onExit(code, stderr);
    await expect(running).rejects.toEqual(failed(detail));
    expect(told).toEqual([
      { phase: 'starting', scenario: 'course' },
      { phase: 'failed', detail },
    ]);
    await start();
    expect(processes).toHaveLength(2);
  });

  it('says why there could be no process at all', async () => {
    cannotFork = new Error('spawn EAGAIN');
    await expect(desk.start('course')).rejects.toEqual(failed('spawn EAGAIN'));
    cannotFork = undefined;
    await start();
  });

  it('says that it died, and its kubeconfig is gone', async () => {
    await start();
    latest().onExit(139, '');
    expect(desk.state()).toEqual({ phase: 'failed', detail: 'exit code 139' });
    expect(existsSync(kubeconfig)).toBe(false);
    await start();
    expect(processes).toHaveLength(2);
  });

  it('says why a reset failed; the next start is a new process, with none of the half-made scenario', async () => {
    await start();
    const again = desk.reset('headless');
    expect(desk.state()).toMatchObject({ phase: 'running', scenario: 'course', resetting: true });
    expect(latest().orders).toEqual([{ order: 'reset', scenario: 'headless' }]);
    latest().onNotice({ notice: 'failed', detail: 'no scenario is called "headless"' });
    await expect(again).rejects.toEqual(failed('no scenario is called "headless"'));
    await start();
    expect(processes.map(({ orders }) => orders.at(-1)?.order)).toEqual(['stop', undefined]);
  });

  it('stops, with its kubeconfig, and can be started again', async () => {
    await start();
    expect(await desk.stop()).toEqual({ phase: 'stopped' });
    expect(existsSync(kubeconfig)).toBe(false);
    await start();
    expect(processes).toHaveLength(2);
  });
});
