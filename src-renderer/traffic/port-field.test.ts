import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { PLAN } from '../../test/renderer/built-run.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch, type Scene } from '../../test/renderer/scene.ts';
import { aService, aServicePort } from '../../test/support/builders.ts';

const SERVICE = aService({ meta: { name: 'myapp-svc' } });
const scene = (more: Partial<Scene> = {}): Scene =>
  aScene({ batches: [firstBatch([SERVICE])], hash: '#/traffic/default/myapp-svc', plan: PLAN, ...more });
const start = (): HTMLElement => screen.getByRole('button', { name: /^Start/ });
const planned = (): Promise<HTMLElement> => screen.findByText('Job servicescope-client-3f9a1c', {}, { timeout: 3000 });

describe('the port of a run', { timeout: 30_000 }, () => {
  it('is the one that is chosen', async () => {
    const ports = [aServicePort({ name: 'web' }), aServicePort({ name: 'admin', port: 81 })];
    const service = aService({ meta: { name: 'myapp-svc' }, ports });
    const { asked } = await mountApp(scene({ batches: [firstBatch([service])] }));
    await planned();
    const port = screen.getByLabelText<HTMLSelectElement>('Port');
    expect(port.value).toBe('80');
    await fireEvent.change(port, { target: { value: '81' } });
    await vi.waitFor(() => expect(start().getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start());
    expect(asked('traffic.start')).toMatchObject([{ port: 81 }]);
    expect(asked('traffic.plan').at(-1)).toMatchObject({ port: 81 });
  });

  it('that is none of the Service’s is told what it is, and what to ask for, and starts nothing', async () => {
    const { asked } = await mountApp(scene());
    await planned();
    await fireEvent.change(screen.getByLabelText('Port'), { target: { value: 'other' } });
    const number = screen.getByLabelText('Port number');
    expect(number.getAttribute('aria-invalid'), 'nothing is typed yet').toBeNull();
    expect(start().getAttribute('aria-disabled')).toBe('true');
    const plans = asked('traffic.plan').length;
    await fireEvent.input(number, { target: { value: '8080' } });
    const problem = document.getElementById(number.getAttribute('aria-describedby') ?? '')?.textContent;
    expect(problem).toBe(
      'Port 8080 is not a port of the Service. Its ports: 80. 8080 is where its Pods listen (targetPort). Ask for port 80.',
    );
    await fireEvent.click(start());
    expect(asked('traffic.start')).toEqual([]);
    expect(asked('traffic.plan')).toHaveLength(plans);
    await fireEvent.input(number, { target: { value: '80' } });
    expect(number.getAttribute('aria-invalid')).toBeNull();
    await fireEvent.change(screen.getByLabelText('Port'), { target: { value: '80' } });
    expect(screen.queryByLabelText('Port number')).toBeNull();
    await vi.waitFor(() => expect(start().getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start());
    expect(asked('traffic.start')).toMatchObject([{ port: 80 }]);
  });
});
