import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { builtRun, PLAN } from '../../test/renderer/built-run.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, DESCRIPTION, firstBatch, laterBatch, type Scene } from '../../test/renderer/scene.ts';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { en } from '#shared/messages/en.ts';
import { failure } from '#shared/ipc/failure.ts';
import { caveatText } from '#shared/messages/traffic-text.ts';
import type { Caveat } from '#shared/traffic/run-plan.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';

const SERVICE = aService({ meta: { name: 'myapp-svc' } });
const scene = (more: Partial<Scene> = {}): Scene =>
  aScene({ batches: [firstBatch([SERVICE])], hash: '#/traffic/default/myapp-svc', plan: PLAN, ...more });
const start = (name = 'Start'): HTMLElement => screen.getByRole('button', { name: new RegExp(`^${name}`) });
const planned = (): Promise<HTMLElement> => screen.findByText('Job servicescope-client-3f9a1c', {}, { timeout: 3000 });

describe('the Traffic page', { timeout: 30_000 }, () => {
  it('says what it will create, then starts what the form says', async () => {
    const { asked } = await mountApp(scene());
    expect(start().getAttribute('aria-disabled')).toBe('true');
    await planned();
    await fireEvent.input(screen.getByLabelText('Requests'), { target: { value: '400' } });
    await vi.waitFor(() => expect(start().getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start());
    expect(asked('traffic.start')).toMatchObject([
      { requests: 400, rate: 50, clients: 2, affinity: 'beside', path: '/' },
    ]);
  });

  it('asks the path, for as long and over such connections as the form says', async () => {
    const { asked } = await mountApp(scene());
    await planned();
    await fireEvent.input(screen.getByLabelText('Path'), { target: { value: '/healthz?full=1' } });
    await fireEvent.input(screen.getByLabelText('Timeout, ms'), { target: { value: '700' } });
    await fireEvent.click(screen.getByLabelText('A new connection for each request'));
    await vi.waitFor(() => expect(start().getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start());
    const typed = { path: '/healthz?full=1', timeoutMs: 700, newConnection: false };
    expect(asked('traffic.start')).toMatchObject([typed]);
    expect(asked('traffic.plan').at(-1)).toMatchObject(typed);
  });

  it.each<[string, Parameters<typeof aService>[0], RegExp]>([
    ['ExternalName', { type: 'ExternalName', clusterIPs: [], externalName: 'db.example.com' }, /only a name in DNS/],
    ['headless', { clusterIPs: ['None'] }, /has no ClusterIP: DNS gives the Pods’ addresses/],
    ['UDP alone', { ports: [aServicePort({ port: 53, protocol: 'UDP' })] }, /UDP port has no connection/],
    ['SCTP alone', { ports: [aServicePort({ port: 53, protocol: 'SCTP' })] }, /no way to speak SCTP/],
    ['no ClusterIP yet', { clusterIPs: [] }, /no ClusterIP yet/],
  ])('says why a Service can’t be tested, and has no Start: %s', async (_of, fields, why) => {
    const service = aService({ ...fields, meta: { name: 'myapp-svc' } });
    await mountApp(scene({ batches: [firstBatch([service])] }));
    expect(within(screen.getByRole('main')).getByText(why)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Start/ })).toBeNull();
  });

  it('does not start without a right, and names the one that is missing', async () => {
    const permissions = PLAN.permissions.map((check, index) => ({ ...check, allowed: index !== 0 }));
    const { asked } = await mountApp(scene({ plan: { ...PLAN, permissions, possible: false } }));
    await planned();
    expect(screen.getByText('create jobs in default')).toBeTruthy();
    await fireEvent.click(start());
    expect(asked('traffic.start')).toEqual([]);
  });

  it('does not start a request that is wrong, and says at the field what is', async () => {
    const { asked } = await mountApp(scene());
    await planned();
    await fireEvent.input(screen.getByLabelText('Rate, per second'), { target: { value: '500' } });
    expect(screen.getByLabelText('Rate, per second').getAttribute('aria-invalid')).toBe('true');
    await fireEvent.click(start());
    expect(asked('traffic.start')).toEqual([]);
  });

  it('says at the rate how high it may be, and why not higher', async () => {
    await mountApp(scene());
    const rate = screen.getByLabelText('Rate, per second');
    const hint = document.getElementById(rate.getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toBe('up to 100/s per side');
    expect(hint?.title).toMatch(/470 requests .*ports.*conntrack table.*Node/);
    await fireEvent.click(screen.getByLabelText(/^As it is/));
    expect(hint?.textContent).toBe('up to 200/s');
  });

  it('changes the user’s Service only after a confirmation', async () => {
    const { asked } = await mountApp(scene({ plan: { ...PLAN, patch: { from: 'None', to: 'ClientIP' } } }));
    await fireEvent.click(screen.getByLabelText(/^Change the Service/));
    await vi.waitFor(() => expect(start('Start and change').getAttribute('aria-disabled')).toBeNull(), 3000);
    await fireEvent.click(start('Start and change'));
    expect(asked('traffic.start')).toEqual([]);
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('from None to ClientIP');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Change it and start' }));
    expect(asked('traffic.start')).toMatchObject([{ affinity: 'patch' }]);
  });

  it('does nothing when started read-only', async () => {
    const { asked } = await mountApp(scene({ description: { ...DESCRIPTION, readOnly: true } }));
    await planned();
    await fireEvent.click(start());
    expect(asked('traffic.start')).toEqual([]);
  });

  it('shows the hits of both sides in tables, stops, and says what is left', async () => {
    const run = builtRun({
      pods: ['web-a', 'web-b'],
      perSide: 100,
      requests: 200,
      phase: { phase: 'counting', since: 0, side: null },
      left: ['job/servicescope-client-3f9a1c'],
    });
    const { asked } = await mountApp(scene({ runs: [run] }));
    const [none] = await screen.findAllByRole('table');
    const answers = run.hits.filter(({ side, pod }) => side === 'None' && pod === 'web-a').length;
    const row = within(none as HTMLElement).getByRole('row', { name: /web-a/ });
    expect(within(row).getByText(String(answers), { selector: '.total' })).toBeTruthy();
    expect(screen.getByText('job/servicescope-client-3f9a1c')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(asked('traffic.stop')).toEqual([{ run: 'run-1' }]);
  });

  it('names what the bars and their parts are, says how much of the order is shown, and sums a client’s column', async () => {
    await mountApp(scene({ runs: [builtRun({ pods: ['web-a', 'web-b'], perSide: 200 })] }));
    const words = en.screens.traffic.results;
    const side = await screen.findByRole('region', { name: words.side('None') });
    const bars = within(side).getByRole('figure');
    expect(within(bars).getByRole('heading', { name: words.chart })).toBeTruthy();
    expect(within(bars).getAllByText(/^client [12]$/)).toHaveLength(2);
    expect(within(side).getByText(/^last \d+ of 100 per client$/)).toBeTruthy();
    const row = within(within(side).getByRole('table')).getByRole('row', { name: /^Total/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .slice(0, 3)
        .map(({ textContent }) => textContent.trim()),
    ).toEqual(['100', '100', '200']);
  });

  it('sums no client’s column where failures are left that are counted for none', async () => {
    await mountApp(scene({ runs: [builtRun({ pods: ['web-a', 'web-b'], perSide: 20, failEvery: 5 })] }));
    const [table] = await screen.findAllByRole('table');
    const row = within(table as HTMLElement).getByRole('row', { name: /^Total/ });
    expect(within(row).getAllByRole('cell')).toHaveLength(2);
    expect(screen.queryByText(/^last \d+ of/), 'all of the order is shown').toBeNull();
  });

  it('says of a side the Service and its whole address, which is never cut', async () => {
    const { container } = await mountApp(scene({ runs: [builtRun({ pods: ['web-a', 'web-b'] })] }));
    const vias = [...container.querySelectorAll('.via')];
    expect(vias.map(({ children }) => [...children].map(({ textContent }) => textContent.trim()))).toEqual([
      ['myapp-svc', '10.104.53.217'],
      ['servicescope-twin-3f9a1c', '10.98.201.6'],
    ]);
    expect(screen.getByText('10.104.53.217').closest('.truncate')).toBeNull();
  });

  it('says with the result every caveat there is', async () => {
    const caveats: readonly Caveat[] = [
      { code: 'random-choice', mode: 'iptables' },
      { code: 'few-requests', needed: 26 },
      { code: 'one-endpoint' },
      { code: 'mesh', mesh: 'istio' },
      { code: 'affinity-key-is-source-ip' },
    ];
    const run = builtRun({ pods: ['web-a', 'web-b'], more: { caveats } });
    await mountApp(scene({ runs: [run], plan: { ...PLAN, caveats } }));
    const list = await screen.findByRole('list', { name: en.screens.traffic.results.caveats });
    const sentences = caveats.map((caveat) => caveatText(en.traffic, caveat));
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent.trim()),
    ).toEqual(sentences);
  });

  it('keeps the run and its Stop when the Service is deleted, and says that it is gone', async () => {
    const phase = { phase: 'counting', since: 0, side: null } as const;
    const run = builtRun({ pods: ['web-a', 'web-b'], requests: null, phase });
    const { asked, deliver } = await mountApp(scene({ runs: [run] }));
    await screen.findAllByRole('table');
    await deliver(laterBatch(2, [], [SERVICE]));
    expect(screen.getByText(/There is no Service default\/myapp-svc any more/)).toBeTruthy();
    expect(screen.getAllByRole('table')).toHaveLength(2);
    await fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(asked('traffic.stop')).toEqual([{ run: 'run-1' }]);
  });

  const reason = failure('connect.refused', { host: 'server', port: 6443 });
  it.each<[string, WatchState, RegExp]>([
    [
      'denied',
      { phase: 'denied', since: 0, verb: 'list', resource: 'services', namespace: 'default' },
      /may not list services/,
    ],
    [
      'stale before the first list',
      { phase: 'stale', since: 0, whole: false, reason, retryAt: null },
      /Waiting for this/,
    ],
    ['stale after it', { phase: 'stale', since: 0, whole: true, reason, retryAt: null }, /does not exist/],
  ])('says of a Service it does not know, Services being %s, no more than is known', async (_of, Service, says) => {
    await mountApp(scene({ batches: [firstBatch([], { Service })] }));
    expect(within(screen.getByRole('main')).getByText(says)).toBeTruthy();
    expect(screen.queryByText(/any more/) !== null).toBe(Service.phase === 'stale' && Service.whole);
  });

  it('tells of a Service that could not be changed back, and puts it back', async () => {
    const to = { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 } as const;
    const entry = {
      run: 'run-0',
      context: 'training',
      service: { namespace: 'default', name: 'myapp-svc' },
      from: { sessionAffinity: 'None', timeoutSeconds: null },
      to,
      now: to,
    } as const;
    const { asked } = await mountApp(scene({ unrestored: [entry] }));
    await fireEvent.click(await screen.findByRole('button', { name: 'Put it back' }));
    expect(asked('traffic.restore')).toEqual([{ run: 'run-0', forget: false }]);
  });

  it('tells of it when the run ends that could not change it back, and does not call the cluster clean', async () => {
    const run = builtRun({ pods: ['web-a'] });
    const to = { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 } as const;
    const from = { sessionAffinity: 'None', timeoutSeconds: null } as const;
    const service = { namespace: 'default', name: 'myapp-svc' };
    const { asked, deliver, transport } = await mountApp(scene({ runs: [run] }));
    const words = en.screens.traffic.run;
    expect(await screen.findByText(words.clean)).toBeTruthy();
    const before = asked('traffic.unrestored').length;
    transport.answer('traffic.unrestored', [{ run: run.run, context: 'training', service, from, to, now: to }]);
    const status = { ...run.status, unrestored: true };
    const cleaning = { ...status, phase: { phase: 'cleaning' } } as const;
    const tell = (now: typeof run.status): void =>
      transport.emit('traffic', { run: run.run, status: now, hits: [], replace: false });
    tell(cleaning);
    expect(asked('traffic.unrestored')).toHaveLength(before);
    tell(status);
    tell(status);
    await deliver(laterBatch(2, []));
    expect(await screen.findByText(words.unrestored)).toBeTruthy();
    expect(screen.queryByText(words.clean)).toBeNull();
    expect(await screen.findByRole('button', { name: 'Put it back' })).toBeTruthy();
    expect(asked('traffic.unrestored')).toHaveLength(before + 1);
  });

  it('shows someone else’s later change of a Service, and does not offer to overwrite it', async () => {
    const entry = {
      run: 'run-0',
      context: 'training',
      service: { namespace: 'default', name: 'myapp-svc' },
      from: { sessionAffinity: 'None', timeoutSeconds: null },
      to: { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 },
      now: { sessionAffinity: 'ClientIP', timeoutSeconds: 60 },
    } as const;
    const { asked } = await mountApp(scene({ unrestored: [entry] }));
    const changed = en.screens.traffic.unrestored.changed('default/myapp-svc', 'ClientIP');
    const banner = (await screen.findByText(changed)).closest<HTMLElement>('[role]') ?? document.body;
    expect(screen.queryByRole('button', { name: 'Put it back' })).toBeNull();
    await fireEvent.click(within(banner).getByRole('button', { name: en.screens.traffic.unrestored.forget }));
    expect(asked('traffic.restore')).toEqual([{ run: 'run-0', forget: true }]);
  });
});
