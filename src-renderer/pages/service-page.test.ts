import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { en } from '#shared/messages/en.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch, laterBatch } from '../../test/renderer/scene.ts';
import { anEndpointOf, anEndpoints, aPod, aService, aSlice, aSubset } from '../../test/support/builders.ts';

const pod = aPod();
const objects = [aService(), pod, aSlice({ endpoints: [anEndpointOf(pod)] })];
const scene = (endpoints: string) =>
  aScene({
    batches: [firstBatch([...objects, anEndpoints({ subsets: [aSubset([endpoints])] })])],
    hash: '#/service/default/web',
  });

describe('Endpoints beside EndpointSlices', { timeout: 30_000 }, () => {
  it('are said to differ, with the addresses that only one of them has, until they agree', async () => {
    const { deliver } = await mountApp(scene('10.244.0.9'));
    await fireEvent.click(screen.getByRole('tab', { name: /Endpoints/ }));
    const note = screen.getByText(/^Endpoints and EndpointSlices differ\./);
    expect(note.textContent).toContain('Only in EndpointSlices: 10.244.0.1:8080.');
    expect(note.textContent).toContain('Only in Endpoints: 10.244.0.9:8080.');
    expect(note.closest('.note')?.classList).toContain('differs');
    await deliver(laterBatch(2, [anEndpoints({ subsets: [aSubset(['10.244.0.1'])] })]));
    const agree = screen.getByText('Endpoints and EndpointSlices agree.');
    expect(agree.closest('.note')?.classList).not.toContain('differs');
  });

  it('may go on in the next line between two addresses only, with the words kubectl prints in full', async () => {
    const addresses = ['10.244.0.1', '10.244.0.2', '10.244.0.3', '10.244.0.4'];
    const subset = anEndpoints({ subsets: [aSubset(addresses)] });
    await mountApp(aScene({ batches: [firstBatch([...objects, subset])], hash: '#/service/default/web' }));
    await fireEvent.click(screen.getByRole('tab', { name: /Endpoints/ }));
    const cell = screen.getByText(/\+ 1 more\.\.\.$/);
    expect(cell.textContent).toBe('10.244.0.1:8080,10.244.0.2:8080,10.244.0.3:8080 + 1 more...');
    expect(cell.querySelectorAll('wbr')).toHaveLength(3);
  });
});

describe('the tab Endpoints', { timeout: 30_000 }, () => {
  const tab = (): string => screen.getByRole('tab', { name: /^Endpoints/ }).textContent.replaceAll(/\s/g, '');

  it('counts the endpoints that are listed, not the slices', async () => {
    const { deliver } = await mountApp(
      aScene({ batches: [firstBatch([aService(), pod, aSlice({ endpoints: [] })])], hash: '#/service/default/web' }),
    );
    expect(tab()).toBe('Endpoints0');
    const two = [pod, aPod({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'] })];
    await deliver(laterBatch(2, [...two, aSlice({ endpoints: two.map((each) => anEndpointOf(each)) })]));
    expect(tab()).toBe('Endpoints2');
  });

  it('counts none while they may not be read', async () => {
    const denied = {
      phase: 'denied',
      since: 0,
      verb: 'list',
      resource: 'endpointslices',
      namespace: 'default',
    } as const;
    await mountApp(
      aScene({ batches: [firstBatch([aService(), pod], { EndpointSlice: denied })], hash: '#/service/default/web' }),
    );
    expect(tab()).toBe('Endpoints');
  });
});

describe('Events', { timeout: 30_000 }, () => {
  const reason = failure('connect.refused', { host: '127.0.0.1', port: 6443 });
  const never = { phase: 'stale', since: 0, whole: false, reason, retryAt: null } as const;
  const denied = { phase: 'denied', since: 0, verb: 'list', resource: 'events', namespace: 'default' } as const;

  it.each([
    ['are being read', { phase: 'connecting', since: 0, loaded: 0 } as const, 'Events are being read…'],
    ['are not watched yet', { phase: 'idle' } as const, 'Events are being read…'],
    ['could never be read', never, 'Events are not known'],
    ['may not be read', denied, 'Events are not known'],
  ])('that %s are not called none', async (_, state, title) => {
    await mountApp(aScene({ batches: [firstBatch(objects, { Event: state })], hash: '#/service/default/web' }));
    await fireEvent.click(screen.getByRole('tab', { name: /Events/ }));
    expect(screen.getByText(title)).toBeTruthy();
    expect(screen.queryByText('No recent Events')).toBeNull();
    if (state.phase === 'denied') expect(screen.getByText('You may not list events in namespace default')).toBeTruthy();
  });

  it('that were read and are none are called none; what was read before a failure stays so', async () => {
    const { deliver } = await mountApp(aScene({ batches: [firstBatch(objects)], hash: '#/service/default/web' }));
    await fireEvent.click(screen.getByRole('tab', { name: /Events/ }));
    expect(screen.getByText('No recent Events')).toBeTruthy();
    await deliver({ ...laterBatch(2, []), states: { Event: { ...never, whole: true } } });
    expect(screen.getByText('No recent Events')).toBeTruthy();
  });
});

it('YAML stays as it was read when the object changes, which is said; read again, it is what the object is now', async () => {
  const { deliver, transport, asked } = await mountApp(
    aScene({ batches: [firstBatch(objects)], hash: '#/service/default/web' }),
  );
  const { changed, note, label } = en.screens.service.yaml;
  const text = (): string => screen.getByLabelText(label('Service/web')).textContent;
  transport.answer('object.yaml', 'first: text');
  await fireEvent.click(screen.getByRole('tab', { name: 'YAML' }));
  await vi.waitFor(() => expect(text()).toContain('first: text'));
  expect(screen.queryByText(changed)).toBeNull();
  transport.answer('object.yaml', 'second: text');
  await deliver(laterBatch(2, [aService({ meta: { resourceVersion: '2' } })]));
  expect(screen.getByText(changed)).toBeTruthy();
  expect([text().includes('first: text'), asked('object.yaml').length]).toEqual([true, 1]);
  await fireEvent.click(screen.getByRole('button', { name: en.screens.actions.reload }));
  await vi.waitFor(() => expect(text()).toContain('second: text'));
  expect(screen.queryByText(changed)).toBeNull();
  expect(screen.getByText(note)).toBeTruthy();
}, 30_000);

it('says on which Nodes a policy Local drops connections', { timeout: 30_000 }, async () => {
  const local = aService({ internalTrafficPolicy: 'Local' });
  const nodes = ['node-1', 'node-2'].map((name) => ({
    kind: 'Node' as const,
    meta: { ...pod.meta, uid: name, namespace: '', name },
    ready: true,
    internalIPs: [],
  }));
  const slice = aSlice({ endpoints: [{ ...anEndpointOf(pod), nodeName: 'node-1' }] });
  await mountApp(aScene({ batches: [firstBatch([local, pod, slice, ...nodes])], hash: '#/service/default/web' }));
  expect(screen.getByText(/^internalTrafficPolicy is Local: on node-2 there is no endpoint/)).toBeTruthy();
});
