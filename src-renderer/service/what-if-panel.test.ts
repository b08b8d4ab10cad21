import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, DESCRIPTION, firstBatch, laterBatch, type Scene } from '../../test/renderer/scene.ts';
import { NODES } from '../../test/renderer/course-cluster.ts';
import { FINDING_SCENES } from '../../test/renderer/scenes-findings.ts';
import { WRONG_LABEL } from '../../test/renderer/scenes-what-if.ts';
import { failure } from '#shared/ipc/failure.ts';
import { aPod } from '../../test/support/builders.ts';

const scene = (more: Partial<Scene> = {}): Scene =>
  aScene({ batches: [firstBatch(WRONG_LABEL)], hash: '#/service/default/myapp-svc', ...more });
const press = (name: string | RegExp): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));
const side = (name: string): HTMLElement => screen.getByRole('region', { name });
const value = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Selector: Value 1' });

const DENIED = { phase: 'denied', since: 0, verb: 'list', resource: 'endpointslices', namespace: null } as const;

async function open(more: Partial<Scene> = {}): ReturnType<typeof mountApp> {
  const app = await mountApp(scene(more));
  await fireEvent.click(screen.getByRole('tab', { name: 'What if' }));
  return app;
}

describe('the what-if', { timeout: 30_000 }, () => {
  it('says what would change as it is typed, sends nothing, and goes back to what is', async () => {
    const { asked } = await open();
    await fireEvent.input(value(), { target: { value: 'myapp-r' } });
    expect(side('Then').textContent).toContain('No Pods');
    expect(side('Then').textContent).not.toContain('0 of 0');
    expect(side('Then').textContent).not.toContain('No problem left');
    await fireEvent.input(value(), { target: { value: 'myapp-rs' } });
    expect(side('Then').textContent).toContain('4 of 4');
    expect(side('Now').textContent).toContain('No Pods');
    expect(side('Then').textContent).toContain('No problem left');
    expect(within(side('Then')).queryByRole('list', { name: 'Findings that come' })).toBeNull();
    expect(side('Now').textContent).toContain('The selector app=myapp matches no Pod');
    expect(screen.getByRole('table', { name: 'Pods that change' }).querySelectorAll('[data-fate=enters]')).toHaveLength(
      4,
    );
    expect(asked('object.patch')).toEqual([]);
    await press('Reset');
    expect(value().value).toBe('myapp');
  });

  it('says of what the last run met that it goes as no longer known, not as mended', async () => {
    const refused = FINDING_SCENES['findings-traffic']?.();
    if (refused === undefined) throw new Error('no scene');
    await open(refused);
    const note = 'What the last run met would no longer be known. Test traffic again after the change.';
    expect(side('Now').textContent).not.toContain(note);
    const port = screen.getByRole('combobox', { name: 'targetPort of 80/TCP' });
    await fireEvent.input(port, { target: { value: '8080' } });
    expect(side('Now').textContent).toContain('were refused');
    expect(side('Now').textContent).toContain(note);
    await press('Reset');
    await fireEvent.click(screen.getByRole('checkbox', { name: /publishNotReadyAddresses/ }));
    expect(side('Now').textContent).not.toContain('were refused');
  });

  it('paints a letter first where many Pods are selected, and then what the last one comes to', async () => {
    const crowd = Array.from({ length: 400 }, (_, index) =>
      aPod({
        meta: { name: `crowd-${String(index)}`, labels: { app: index < 399 ? 'crowd' : 'crowds' } },
        nodeName: NODES[0]?.meta.name ?? null,
      }),
    );
    await open({ batches: [firstBatch([...WRONG_LABEL, ...crowd])] });
    await fireEvent.input(value(), { target: { value: 'myapp-rs' } });
    await fireEvent.input(value(), { target: { value: 'crowd' } });
    expect(value().value).toBe('crowd');
    expect(side('Then').textContent).toContain('4 of 4');
    await waitFor(() => expect(side('Then').textContent).toContain('399 of 399'));
    // Typed on before that frame comes: only the last letter counts.
    await fireEvent.input(value(), { target: { value: 'myapp-rs' } });
    await fireEvent.input(value(), { target: { value: 'crowd' } });
    await fireEvent.input(value(), { target: { value: 'crowds' } });
    expect(side('Then').textContent).toContain('1 of 1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(side('Then').textContent).toContain('1 of 1');
  });

  it('paints a letter first where many Pods are selected and would not be any more', async () => {
    const crowd = Array.from({ length: 400 }, (_, index) =>
      aPod({ meta: { name: `crowd-${String(index)}`, labels: { app: 'myapp' } } }),
    );
    await open({ batches: [firstBatch([...WRONG_LABEL, ...crowd])] });
    await fireEvent.input(value(), { target: { value: 'm' } });
    expect(value().value).toBe('m');
    expect(side('Then').closest('[aria-busy=true]')).not.toBeNull();
    expect(screen.queryByRole('table', { name: 'Pods that change' })).toBeNull();
    await waitFor(() => expect(side('Then').closest('[aria-busy=false]')).not.toBeNull());
    expect(side('Then').textContent).toContain('The selector app=m matches no Pod');
  });

  it('applies what was tried by a dry run, on that version, and takes it back', async () => {
    const { asked } = await open();
    await press('Use it');
    await press('Apply…');
    const dialog = await screen.findByRole('dialog');
    expect((await within(dialog).findByText('app: myapp-rs')).closest('.come')).not.toBeNull();
    expect(dialog.textContent).toContain('kubectl --context training patch service myapp-svc -n default');
    expect(asked('object.patch')).toMatchObject([{ dryRun: true, change: { resourceVersion: null } }]);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Change it' }));
    expect(await screen.findByText('Service default/myapp-svc was changed.')).toBeTruthy();
    expect(asked('object.patch')[1]).toMatchObject({ dryRun: false, change: { resourceVersion: '2' } });
    await press('Undo');
    expect(await screen.findByText(/was taken back/)).toBeTruthy();
    expect(asked('object.patch')[2]).toMatchObject({
      dryRun: false,
      change: {
        resourceVersion: null,
        edits: [{ field: 'selector', from: { app: 'myapp-rs' }, to: { app: 'myapp' } }],
      },
    });
  });

  it('keeps the edit where the API server refuses, in its words, and asks again', async () => {
    const { transport, asked } = await open();
    await press('Use it');
    await press('Apply…');
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('app: myapp-rs');
    const conflict = failure('api.conflict', { kind: 'services', name: 'myapp-svc', message: 'has been modified' });
    transport.fail('object.patch', conflict);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Change it' }));
    expect((await within(dialog).findByRole('alert')).textContent).toContain('has been modified');
    expect(value().value).toBe('myapp-rs');
    transport.fail('object.patch', null);
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Try again' }));
    expect(await within(dialog).findByText('app: myapp-rs')).toBeTruthy();
    expect(asked('object.patch').at(-1)).toMatchObject({ dryRun: true });
  });

  it('calls no Node missing while Nodes are behind the Pods', async () => {
    const [pod] = WRONG_LABEL.filter((each) => each.kind === 'Pod');
    if (pod === undefined) throw new Error('no Pod');
    const young = { ...pod, meta: { ...pod.meta, uid: 'young', name: 'young' }, nodeName: 'node-that-came-meanwhile' };
    const reason = failure('connect.lost', { host: '', detail: { code: 'watch-closed' } });
    const stale = { phase: 'stale', since: 0, whole: true, reason, retryAt: null } as const;
    const { deliver } = await open();
    await deliver({ ...laterBatch(2, [young]), states: { Node: stale } });
    await fireEvent.input(value(), { target: { value: 'myapp-rs' } });
    expect(side('Then').textContent).toContain('5 of 5');
    await deliver({ ...laterBatch(3, []), states: { Node: { phase: 'synced', since: 0 } } });
    expect(side('Then').textContent).toContain('4 of 4');
  });

  it('says that who gets traffic is not known where slices may not be read, and what the controller would write', async () => {
    await open({ batches: [firstBatch(WRONG_LABEL, { EndpointSlice: DENIED })] });
    expect(side('Now').textContent).toContain('Unknown');
    expect(side('Now').textContent).not.toMatch(/\d of \d/);
    expect(side('Then').textContent).not.toMatch(/\d of \d/);
    await fireEvent.input(value(), { target: { value: 'myapp-rs' } });
    expect(side('Now').textContent).toContain('who gets traffic is not known');
    expect(side('Then').textContent).toContain('4 of 4');
    expect(side('Then').textContent).toContain('what the controller would write');
  });

  it('says it of a Service without a selector too: others may have written addresses', async () => {
    const objects = WRONG_LABEL.map((each) => (each.kind === 'Service' ? { ...each, selector: null } : each));
    await open({ batches: [firstBatch(objects, { EndpointSlice: DENIED })] });
    for (const name of ['Now', 'Then']) {
      expect(side(name).textContent).toContain('who gets traffic is not known');
      expect(side(name).textContent).not.toMatch(/\d of \d|nobody wrote/i);
    }
  });

  it('applies nothing when started read-only', async () => {
    const { asked } = await open({ description: { ...DESCRIPTION, readOnly: true } });
    await press('Use it');
    const button = screen.getByRole('button', { name: /^Apply…/ });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(button);
    expect(asked('object.patch')).toEqual([]);
  });
});
