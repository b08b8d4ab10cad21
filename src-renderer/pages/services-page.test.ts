import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch, laterBatch, OPENED } from '../../test/renderer/scene.ts';
import { anEndpointOf, aPod, aService, aSlice } from '../../test/support/builders.ts';

const service = (name: string, clusterIP: string) =>
  aService({ meta: { name }, selector: { app: name }, clusterIPs: [clusterIP] });
const [alpha, beta, gamma] = [
  service('alpha', '10.96.0.30'),
  service('beta', '10.96.0.4'),
  service('gamma', '10.96.0.100'),
];
const THREE = aScene({ batches: [firstBatch([gamma, alpha, beta])] });

const rowNames = (): (string | null | undefined)[] =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('strong')?.textContent.trim());
const press = (key: string): Promise<boolean> => fireEvent.keyDown(document.body, { key });
const selectedName = (): string | undefined =>
  document.querySelector('[role=row][aria-selected=true] strong')?.textContent.trim();

describe('the Services page', { timeout: 30_000 }, () => {
  it('lists Services by name, sorts by a header, and turns round', async () => {
    await mountApp(THREE);
    expect(rowNames()).toEqual(['alpha', 'beta', 'gamma']);
    await fireEvent.click(screen.getByRole('button', { name: 'Cluster-IP' }));
    expect(rowNames()).toEqual(['beta', 'alpha', 'gamma']);
    expect(screen.getByRole('columnheader', { name: 'Cluster-IP' }).getAttribute('aria-sort')).toBe('ascending');
    await fireEvent.click(screen.getByRole('button', { name: 'Cluster-IP' }));
    expect(rowNames()).toEqual(['gamma', 'alpha', 'beta']);
  });

  it('of a cluster without a single namespace says that there is no Service, and lets all namespaces be chosen', async () => {
    await mountApp(
      aScene({ opened: { ...OPENED, namespace: null }, batches: [firstBatch([], {}, { ...OPENED, namespace: null })] }),
    );
    expect(screen.getByText('No Services here')).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Namespace' }).value).toBe('All namespaces');
  });

  it('of all namespaces tells each Service’s own', async () => {
    const opened = { ...OPENED, namespace: null };
    const shop = aService({ meta: { uid: 'of-shop', namespace: 'shop', name: 'alpha' } });
    await mountApp(aScene({ opened, batches: [firstBatch([alpha, shop], {}, opened)] }));
    const heads = screen.getAllByRole('columnheader').map(({ textContent }) => textContent.trim());
    const at = heads.indexOf('Namespace');
    const cells = screen
      .getAllByRole('row')
      .slice(1)
      .map((row) => within(row).getAllByRole('gridcell')[at]?.textContent.trim());
    expect(cells.sort()).toEqual(['default', 'shop']);
  });

  it('filters by what is typed after /, says what does not match, and clears by Esc', async () => {
    await mountApp(THREE);
    await press('/');
    const field = screen.getByRole('searchbox');
    expect(document.activeElement).toBe(field);
    await fireEvent.input(field, { target: { value: '10.96.0.4' } });
    expect(rowNames()).toEqual(['beta']);
    await fireEvent.input(field, { target: { value: 'nothing' } });
    expect(screen.getByText('No Service matches')).toBeTruthy();
    await fireEvent.keyDown(field, { key: 'Escape' });
    await vi.waitFor(() => expect(rowNames()).toEqual(['alpha', 'beta', 'gamma']), 3000);
  });

  it('moves by j and k, opens by Enter, and comes back to the row by Esc', async () => {
    await mountApp(THREE);
    await press('j');
    await press('j');
    await press('j');
    await press('k');
    expect(selectedName()).toBe('beta');
    await press('Enter');
    expect(window.location.hash).toBe('#/service/default/beta');
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('beta');
    await press('Escape');
    expect(selectedName()).toBe('beta');
  });

  it('keeps the selection on the same Service while others come and go', async () => {
    const { deliver } = await mountApp(THREE);
    await press('j');
    await press('j');
    await deliver(laterBatch(2, [service('aaa', '10.96.0.9')], [alpha]));
    expect(rowNames()).toEqual(['aaa', 'beta', 'gamma']);
    expect(selectedName()).toBe('beta');
  });

  it('has elements for the rows that can be seen only, of 10,000 Services', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => service(`web-${String(index)}`, '10.96.0.1'));
    const { deliver } = await mountApp(aScene({ batches: [firstBatch(many)] }));
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001');
    const rows = document.querySelectorAll('[role=row]').length;
    expect(rows).toBeGreaterThan(10);
    expect(rows).toBeLessThan(100);
    await deliver(laterBatch(2, [alpha]));
    expect(rowNames()[0]).toBe('alpha');
  });

  it('shows endpoints as they change', async () => {
    const pod = aPod({ meta: { name: 'alpha-1', labels: { app: 'alpha' } } });
    const slice = aSlice({ serviceName: 'alpha', endpoints: [anEndpointOf(pod)] });
    const { deliver } = await mountApp(THREE);
    const row = (): HTMLElement => screen.getAllByRole('row')[1] as HTMLElement;
    expect(within(row()).getByText('<none>', { selector: '.nothing .mono' })).toBeTruthy();
    await deliver(laterBatch(2, [pod, slice]));
    expect(within(row()).getByText('1/1')).toBeTruthy();
    const bar = (): string | undefined => row().querySelector<HTMLElement>('.bar span')?.style.transform;
    expect(bar()).toBe('translateX(0%)');
    const other = aPod({ meta: { name: 'alpha-2', labels: { app: 'alpha' } }, podIPs: ['10.244.0.99'] });
    const endpoints = [...slice.endpoints, anEndpointOf(other, { ready: false })];
    await deliver(laterBatch(3, [other, { ...slice, endpoints }]));
    expect([within(row()).getByText('1/2').textContent, bar()]).toEqual(['1/2', 'translateX(-50%)']);
  });

  it('says how many there are in a number, since the heading says of what', async () => {
    await mountApp(THREE);
    const count = screen.getByText('3', { selector: '[role=status] > [aria-hidden]' });
    expect(count.nextElementSibling?.textContent).toBe('3 Services');
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'alpha' } });
    expect(screen.getByText('1 of 3')).toBeTruthy();
  });

  it('says in a few words why nobody is there, and all of it in the title', async () => {
    await mountApp(THREE);
    const cell = screen.getByTitle('no Pod matches app=alpha');
    expect(cell.textContent.replaceAll(/\s+/g, ' ').trim()).toBe('<none> no Pod matches');
  });

  it('shows hostile text as text, and what would act on the reader as marks', async () => {
    const hostile = aService({ meta: { name: 'x' }, selector: { app: '<img src=x onerror=alert(1)>\u001b[31m' } });
    const { container } = await mountApp(aScene({ batches: [firstBatch([hostile])] }));
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByText('app=<img src=x onerror=alert(1)>␛[31m')).toBeTruthy();
    expect(container.textContent).not.toContain('\u001b');
  });

  it('says why the list is empty: denied, or nothing there', async () => {
    const denied = { phase: 'denied', since: 0, verb: 'list', resource: 'services', namespace: 'default' } as const;
    const { deliver } = await mountApp(aScene({ batches: [firstBatch([], { Service: denied })] }));
    expect(screen.getByText('You may not list services in namespace default')).toBeTruthy();
    expect(screen.queryByText('0 Services')).toBeNull();
    await deliver(firstBatch([]));
    expect(screen.getByText('No Services here')).toBeTruthy();
  });

  it('marks rows whose right was lost, with the verb and the resource, and for how long', async () => {
    const denied = { phase: 'denied', since: Date.now() - 12_000, verb: 'list', namespace: 'default' } as const;
    const states = { Service: { ...denied, resource: 'services' } };
    const { deliver } = await mountApp(aScene({ batches: [firstBatch([alpha])] }));
    expect(screen.queryByText(/Denied since/)).toBeNull();
    await deliver({ ...laterBatch(2, []), states });
    expect(rowNames()).toEqual(['alpha']);
    const mark = screen.getByText(/^Denied since 1\ds: list services$/);
    expect(mark.closest('[title]')?.getAttribute('title')).toBe('You may not list services in namespace default');
  });

  it('says ?, not <none>, of endpoints that never could be read', async () => {
    const reason = { code: 'connect.refused', parameters: { host: '127.0.0.1', port: 6443 } } as const;
    const never = { phase: 'stale', since: Date.now(), whole: false, reason, retryAt: null } as const;
    await mountApp(aScene({ batches: [firstBatch([alpha], { EndpointSlice: never })] }));
    const [, row] = screen.getAllByRole('row');
    expect(row?.textContent).toContain('? slices not read');
    await press('j');
    await press('Enter');
    expect(await screen.findByText('It is not known who stands behind this Service')).toBeTruthy();
    expect(screen.getByRole('figure').textContent).not.toContain('<none>');
  });

  it('marks what is stale and tries again when asked', async () => {
    const reason = { code: 'connect.refused', parameters: { host: '127.0.0.1', port: 6443 } } as const;
    const stale = { phase: 'stale', whole: true, since: Date.now() - 12_000, reason, retryAt: null } as const;
    const { asked } = await mountApp(aScene({ batches: [firstBatch([alpha], { Service: stale, Pod: stale })] }));
    expect(rowNames()).toEqual(['alpha']);
    expect(screen.getByText(/Service, Pod: shown as last seen 1\ds ago/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(asked('cluster.retry')).toHaveLength(1);
  });
});
