import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch } from '../../test/renderer/scene.ts';
import { aService } from '../../test/support/builders.ts';
import { failure } from '#shared/ipc/failure.ts';
import type { RunPhase } from '#shared/traffic/run-update.ts';

const SERVICE = aService({ meta: { name: 'myapp-svc' } });
const COUNTING: RunPhase = { phase: 'counting', since: 0, side: null };
const scene = (phase?: RunPhase) =>
  aScene({
    batches: [firstBatch([SERVICE])],
    hash: '#/traffic/default/myapp-svc',
    runs: [builtRun({ pods: ['web-a', 'web-b'], ...(phase === undefined ? {} : { phase }) })],
  });
const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));

describe('what was asked for and not done is told', { timeout: 30_000 }, () => {
  it('an export that could not be written, until one could', async () => {
    const { transport } = await mountApp(scene());
    transport.fail('traffic.export', failure('export.failed', { path: '/full/run.json', detail: 'ENOSPC' }));
    await press('Export JSON');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('/full/run.json');
    expect(alert.textContent).toContain('ENOSPC');
    expect(screen.queryByText(/^Saved as/)).toBeNull();
    transport.fail('traffic.export', null);
    await press('Export JSON');
    expect(await screen.findByText('Saved as /home/user/run.json')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('a run that could not be stopped, and can be asked again', async () => {
    const { transport, asked } = await mountApp(scene(COUNTING));
    transport.fail('traffic.stop', failure('traffic.unknown-run', { run: 'run-1' }));
    await press('Stop');
    expect((await screen.findByRole('alert')).textContent).toContain('This test is not known any more.');
    await press('Stop');
    expect(asked('traffic.stop')).toHaveLength(2);
  });

  it.each(['Put it back', 'Forget'])('a Service that %s could not be settled by', async (button) => {
    const to = { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 } as const;
    const service = { namespace: 'default', name: 'myapp-svc' };
    const from = { sessionAffinity: 'None', timeoutSeconds: null } as const;
    const { transport } = await mountApp({
      ...scene(),
      unrestored: [{ run: 'run-0', context: 'training', service, from, to, now: to }],
    });
    transport.fail(
      'traffic.restore',
      failure('api.conflict', { kind: 'Service', name: 'myapp-svc', message: 'later' }),
    );
    await press(button);
    const told = await screen.findByText(/later/);
    expect(told.closest('[role=alert]')).not.toBeNull();
    expect(screen.getByRole('button', { name: button })).toBeTruthy();
  });
});
