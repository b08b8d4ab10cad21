import { fireEvent, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch } from '../../test/renderer/scene.ts';
import type { KubeContext } from '#shared/ipc/context-list.ts';
import type { TrainingState } from '#shared/ipc/training.ts';

const RUNNING = {
  phase: 'running',
  scenario: 'wrong-label',
  context: 'servicescope-training',
  kubeconfig: '/home/user/kubeconfig',
  resetting: false,
} satisfies TrainingState;
const CONTEXT: KubeContext = {
  name: RUNNING.context,
  cluster: 'training',
  server: 'https://127.0.0.1:40000',
  user: 'admin',
  namespace: 'default',
  credentials: 'token',
  refused: null,
};
const CONTEXTS = { contexts: [CONTEXT], currentContext: CONTEXT.name, files: [RUNNING.kubeconfig], failures: [] };
const STOPPED = aScene({ opened: null, hash: '', contexts: CONTEXTS, batches: [firstBatch([])] });
const picked = async (): Promise<string> => (await screen.findByLabelText<HTMLSelectElement>('Scenario')).value;
const press = async (name: string): Promise<unknown> => fireEvent.click(await screen.findByRole('button', { name }));

it('Reset loads the scenario that runs, whoever started it', async () => {
  const { transport, asked } = await mountApp(STOPPED);
  expect(await picked()).toBe('course');
  transport.emit('training', RUNNING);
  await expect.poll(picked).toBe('wrong-label');
  await press('Reset');
  expect(asked('training.reset')).toEqual([{ scenario: 'wrong-label' }]);
});

it('tells what runs when one comes back from another page', async () => {
  const { asked } = await mountApp(STOPPED);
  await fireEvent.change(await screen.findByLabelText('Scenario'), { target: { value: 'headless' } });
  await press('Start');
  expect(await screen.findByRole('heading', { name: 'Services' }, { timeout: 5_000 })).toBeTruthy();
  window.location.hash = '#/connect';
  await expect.poll(picked).toBe('headless');
  await press('Reset');
  expect(asked('training.reset')).toEqual([{ scenario: 'headless' }]);
});

it('Reset loads another scenario that was chosen, and then follows what runs again', async () => {
  const { transport, asked } = await mountApp(STOPPED);
  transport.emit('training', RUNNING);
  await fireEvent.change(await screen.findByLabelText('Scenario'), { target: { value: 'headless' } });
  await press('Reset');
  expect(asked('training.reset')).toEqual([{ scenario: 'headless' }]);
  transport.emit('training', RUNNING);
  await expect.poll(picked).toBe('wrong-label');
});
