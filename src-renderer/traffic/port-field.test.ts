import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { PLAN } from '../../test/renderer/built-run.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch, laterBatch, type Scene } from '../../test/renderer/scene.ts';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { en } from '#shared/messages/en.ts';
import { PLAN_PAUSE_MS } from './plan-reader.svelte.ts';

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

  const number = (): HTMLElement => screen.getByLabelText('Port number');
  const noteOf = (control: HTMLElement): string =>
    document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
  const other = (): Promise<boolean> => fireEvent.change(screen.getByLabelText('Port'), { target: { value: 'other' } });
  /** A plan that is asked for is asked for by then. */
  const rested = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2 * PLAN_PAUSE_MS));

  it('that is none of the Service’s is told what it is, and what to ask for, and starts nothing', async () => {
    const { asked } = await mountApp(scene());
    await planned();
    await other();
    expect(noteOf(number())).toBe('Enter a number.');
    expect(number().getAttribute('aria-invalid'), 'nothing is typed yet').toBeNull();
    const plans = asked('traffic.plan').length;
    await fireEvent.input(number(), { target: { value: '8080' } });
    expect(noteOf(number())).toBe(
      'The Service has no port 8080. Its ports: 80. 8080 is where its Pods listen (targetPort). Ask for port 80.',
    );
    expect(number().getAttribute('aria-invalid')).toBe('true');
    await rested();
    expect(asked('traffic.plan')).toHaveLength(plans);
    expect(screen.queryByText('Job servicescope-client-3f9a1c'), 'the plan was of another port').toBeNull();
    expect(screen.getAllByText(en.screens.traffic.problemsFirst)).not.toEqual([]);
    await fireEvent.click(start());
    expect(asked('traffic.start')).toEqual([]);
    await fireEvent.change(screen.getByLabelText('Port'), { target: { value: '80' } });
    expect(screen.queryByLabelText('Port number')).toBeNull();
    await vi.waitFor(() => expect(start().getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start());
    expect(asked('traffic.start')).toMatchObject([{ port: 80 }]);
  });

  it.each([
    ['99999', 'At most 65,535.'],
    ['80.5', 'Enter a whole number.'],
    [
      '53',
      'A UDP port has no connection whose success could be seen. Choose a TCP port of a Service with a ClusterIP.',
    ],
  ])('typed as %s is told what is wrong with it', async (text, why) => {
    const ports = [aServicePort(), aServicePort({ name: 'dns', port: 53, protocol: 'UDP' })];
    await mountApp(scene({ batches: [firstBatch([aService({ meta: { name: 'myapp-svc' }, ports })])] }));
    await planned();
    await other();
    await fireEvent.input(number(), { target: { value: text } });
    expect(noteOf(number())).toBe(why);
    expect(number().getAttribute('aria-invalid')).toBe('true');
  });

  it('typed, that is the Service’s, is asked', async () => {
    const { asked } = await mountApp(scene());
    await planned();
    await other();
    await fireEvent.input(number(), { target: { value: '80' } });
    expect(number().getAttribute('aria-invalid')).toBeNull();
    await vi.waitFor(() => expect(start().getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start());
    expect(asked('traffic.start')).toMatchObject([{ port: 80 }]);
  });

  it('that the Service loses is told so where it was chosen', async () => {
    const { deliver } = await mountApp(scene());
    await planned();
    const ports = [aServicePort({ port: 81 })];
    await deliver(laterBatch(2, [aService({ meta: { name: 'myapp-svc', resourceVersion: '2' }, ports })]));
    expect(noteOf(screen.getByLabelText('Port'))).toBe('The Service has no port 80. Its ports: 81. Ask for port 81.');
    expect(start().getAttribute('aria-disabled')).toBe('true');
  });
});
