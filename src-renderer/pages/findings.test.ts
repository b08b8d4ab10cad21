import { cleanup, fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { aNode } from '../../test/renderer/course-cluster.ts';
import { metaOf } from '../../test/renderer/meta.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch, laterBatch, OPENED } from '../../test/renderer/scene.ts';
import { FINDING_SCENES } from '../../test/renderer/scenes-findings.ts';
import { anEndpointOf, aPod, aService, aSlice } from '../../test/support/builders.ts';

const scene = (name: string) => FINDING_SCENES[name]?.() ?? aScene();
const line = (): HTMLElement => screen.getByRole('region', { name: 'What stands out' });
const tabNames = (): (string | undefined)[] => screen.getAllByRole('tab').map(({ textContent }) => textContent.trim());
const showFindings = async (): Promise<void> => {
  await fireEvent.click(screen.getByRole('tab', { name: /^Findings/ }));
};
const goTo = async (hash: string): Promise<void> => {
  window.location.hash = hash;
  await new Promise((resolve) => setTimeout(resolve, 5));
};
const codes = (): (string | undefined)[] => screen.getAllByRole('article').map((article) => article.dataset.code);
const card = (name: RegExp): HTMLElement => screen.getByRole('article', { name });

/** Under a selector nobody has, beside one whose Pod is in: names of the rows, and their marks. */
const wrong = aService({ meta: { name: 'wrong', namespace: 'shop' }, selector: { app: 'nobody' } });
const well = aService({ meta: { name: 'alpha' }, selector: { app: 'web' } });
const alias = aService({
  meta: { name: 'beta' },
  type: 'ExternalName',
  externalName: 'db.example.com',
  selector: null,
});
const pods = ['web-1', 'web-2'].map((name, index) =>
  aPod({ meta: { name, labels: { app: 'web' } }, podIPs: [`10.244.0.${String(index + 1)}`] }),
);
const slice = aSlice({ serviceName: 'alpha', endpoints: pods.map((pod) => anEndpointOf(pod)) });
const THREE = [wrong, well, alias, ...pods, slice, aNode('node-1', '192.168.56.21')];
const everywhere = { ...OPENED, namespace: null };
const lost = aService({ meta: { name: 'lost' }, selector: { app: 'nobody' } });
const EVERYWHERE = aScene({ opened: everywhere, batches: [firstBatch([...THREE, lost], {}, everywhere)] });
const rowNames = (): (string | null | undefined)[] =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('strong')?.textContent.trim());
const namespaces = (): (string | undefined)[] => {
  const at = screen.getAllByRole('columnheader').findIndex(({ textContent }) => textContent.trim() === 'Namespace');
  const rows = screen.getAllByRole('row').slice(1);
  return rows.map((row) => within(row).getAllByRole('gridcell')[at]?.textContent.trim());
};
const markOf = (name: string): string | undefined =>
  screen
    .getAllByRole('row')
    .find((row) => row.querySelector('strong')?.textContent.trim() === name)
    ?.querySelector('[role=gridcell]')
    ?.textContent.trim();

describe('the Services page', { timeout: 30_000 }, () => {
  it('marks each Service with the worst that was found, in words too', async () => {
    const leaving = aPod({
      meta: { name: 'gone', labels: { app: 'gone' }, deletionTimestamp: '2026-01-01T00:00:00Z' },
    });
    const ending = aService({ meta: { name: 'ending' }, selector: { app: 'gone' } });
    const served = anEndpointOf(leaving, { ready: false, serving: true, terminating: true });
    const last = aSlice({ meta: { name: 'ending-a' }, serviceName: 'ending', endpoints: [served] });
    await mountApp(aScene({ batches: [firstBatch([...THREE, leaving, ending, last])] }));
    expect(markOf('ending')).toBe('Warning: Only Pods that are shutting down answer');
    expect(markOf('wrong')).toBe('Error: The selector app=nobody matches no Pod');
    expect(markOf('beta')).toBe('Note: A DNS alias for db.example.com');
    expect(markOf('alpha')).toBe('Nothing found');
  });

  it('marks what the last run met, until its Service’s page has seen other NetworkPolicies', async () => {
    const meta = metaOf('NetworkPolicy', { name: 'guard' });
    const rules = [{ fromAnywhere: true, fromEveryPod: true, ports: [] }];
    const guard = { kind: 'NetworkPolicy', meta, podSelector: [], ingress: true, rules } as const;
    const { batches, ...rest } = scene('findings-traffic');
    const batch = (batches[0]?.changes ?? []).flatMap(({ put }) => [...put]);
    const { deliver } = await mountApp({ ...rest, hash: '#/services', batches: [firstBatch([...batch, guard])] });
    expect(markOf('myapp-svc')).toMatch(/^Error: /);
    await fireEvent.keyDown(document.body, { key: 'a' });
    expect(rowNames()).toEqual(['myapp-svc']);
    await goTo('#/service/default/myapp-svc');
    await showFindings();
    expect(codes()).toEqual(['traffic-hangs', 'traffic-refused']);
    await deliver(laterBatch(2, [], [guard]));
    expect(codes()).not.toContain('traffic-refused');
    await goTo('#/services');
    expect(screen.queryAllByRole('row')).toEqual([]);
    await fireEvent.keyDown(document.body, { key: 'a' });
    await vi.waitFor(() => expect(markOf('myapp-svc')).toBe('Nothing found'));
  });

  it('shows by a only what needs attention over all namespaces, how many, and all again', async () => {
    const { deliver } = await mountApp(EVERYWHERE);
    const toggle = screen.getByRole('button', { name: /^Needs attention 2$/ });
    await fireEvent.keyDown(document.body, { key: 'a' });
    expect(rowNames()).toEqual(['lost', 'wrong']);
    expect(namespaces()).toEqual(['default', 'shop']);
    expect(toggle.getAttribute('aria-pressed')).toBe('true');
    const mended = { selector: null, type: 'ExternalName', externalName: 'x.example.com' } as const;
    await deliver(
      laterBatch(
        2,
        [wrong, lost].map((service) => ({ ...service, ...mended })),
      ),
    );
    expect(screen.getByText('No Service needs attention')).toBeTruthy();
    await fireEvent.click(toggle);
    await vi.waitFor(() => expect(rowNames()).toHaveLength(4), 3000);
  });

  it('has the number of those that need attention in red where one of them has an error, else in amber', async () => {
    const { deliver } = await mountApp(aScene({ batches: [firstBatch(THREE)] }));
    const classes = (): DOMTokenList | undefined =>
      screen.getByRole('button', { name: /^Needs attention 1$/ }).querySelector('.urgent')?.classList;
    expect(classes()).toContain('errors');
    const meta = {
      name: 'gone',
      namespace: 'shop',
      labels: { app: 'gone' },
      deletionTimestamp: '2026-01-01T00:00:00Z',
    };
    const leaving = aPod({ meta });
    const served = anEndpointOf(leaving, { ready: false, serving: true, terminating: true });
    const last = aSlice({ meta: { name: 'a', namespace: 'shop' }, serviceName: 'wrong', endpoints: [served] });
    await deliver(laterBatch(2, [{ ...wrong, selector: { app: 'gone' } }, leaving, last]));
    expect(markOf('wrong')).toMatch(/^Warning:/);
    expect([...(classes() ?? [])].filter((name) => name === 'some' || name === 'errors')).toEqual(['some']);
  });

  it('sorts the worst first', async () => {
    await mountApp(aScene({ batches: [firstBatch(THREE)] }));
    await fireEvent.click(screen.getByRole('button', { name: 'Findings' }));
    expect(rowNames()).toEqual(['wrong', 'beta', 'alpha']);
  });

  it('says unknown, not wrong, where Pods may not be read', async () => {
    const denied = { phase: 'denied', since: 0, verb: 'list', resource: 'pods', namespace: 'default' } as const;
    await mountApp(aScene({ batches: [firstBatch([wrong, well, slice], { Pod: denied })] }));
    expect(markOf('wrong')).toMatch(/^Unknown: Pods can’t be seen/);
    expect(screen.getByRole('button', { name: /^Needs attention 0$/ })).toBeTruthy();
  });
});

describe('the findings of a Service', { timeout: 30_000 }, () => {
  it('say the worst without a click, and lead to all of it', async () => {
    await mountApp(scene('findings-wrong-label'));
    expect(line().textContent).toContain('The selector app=myapp matches no Pod');
    expect(line().textContent).toContain('Change the selector to app=myapp-rs');
    expect(tabNames()[0]).toMatch(/^Findings\s*1\s*1 error$/);
    await fireEvent.click(within(line()).getByRole('button', { name: 'Show finding' }));
    expect(codes()).toEqual(['selector-matches-no-pod']);
  });

  it('show what is asked for beside what there is, the field, and commands that can be copied', async () => {
    const { asked } = await mountApp(scene('findings-wrong-label'));
    await showFindings();
    const shown = within(card(/matches no Pod/));
    const values = ['Asked for', 'There is'].map((term) => shown.getByText(term).nextElementSibling?.textContent);
    expect(values).toEqual(['app=myapp', 'app=myapp-rs']);
    expect(shown.getByText('spec.selector.app')).toBeTruthy();
    await fireEvent.click(shown.getByRole('button', { name: 'Copy the command: Fix it' }));
    expect(asked('app.copy')).toEqual([
      { text: 'kubectl --context training -n default set selector svc myapp-svc app=myapp-rs' },
    ]);
  });

  it('say so where no single command mends them, and nothing where nothing is to be mended', async () => {
    await mountApp(scene('findings-traffic'));
    await showFindings();
    const hangs = within(
      screen.getAllByRole('article').find(({ dataset }) => dataset.code === 'traffic-hangs') ?? document.body,
    );
    const none = 'No single command fixes this. Follow “What to do” above instead.';
    expect(hangs.getByText('Fix it').nextElementSibling?.textContent).toBe(none);
    cleanup();
    await mountApp(scene('findings-nothing'));
    await showFindings();
    expect(within(card(/Nothing wrong/)).queryByText('Fix it')).toBeNull();
  });

  it('name the nearest Pods by owner, which labels differ, and what a changed selector would select', async () => {
    await mountApp(scene('findings-wrong-label'));
    await showFindings();
    const [first] = within(screen.getByRole('region', { name: 'Nearest Pods' })).getAllByText(/ReplicaSet myapp-rs/);
    const group = first?.closest('li')?.textContent;
    expect(group).toContain('4 Pods · ReplicaSet myapp-rs');
    expect(group).toContain('differs: the selector asks for app=myapp, the Pod has app=myapp-rs');
    expect(group).toContain('Selector app=myapp-rs would select 4 Pods.');
  });

  it('name among them a workload scaled to 0, with the labels its Pods would have', async () => {
    const meta = metaOf('ReplicaSet', { name: 'web' });
    const empty = { kind: 'ReplicaSet', meta, replicas: 0, currentReplicas: 0, podLabels: { app: 'web-rs' } } as const;
    const service = aService({ meta: { name: 'web' }, selector: { app: 'web' } });
    await mountApp(aScene({ batches: [firstBatch([service, empty])], hash: '#/service/default/web' }));
    await showFindings();
    const nearest = screen.getByRole('region', { name: 'Nearest Pods' }).textContent;
    expect(nearest).toContain('ReplicaSet web');
    expect(nearest).toContain('asks for 0 Pods; its Pods would have these labels');
    expect(nearest).toContain('app=web-rs');
    expect(nearest).toContain('Selector app=web-rs would select its Pods once it is scaled up.');
    const said = card(/matches no Pod/).textContent;
    expect(said).toContain('ReplicaSet web asks for 0 Pods; its Pods would have app=web-rs.');
    expect(said).toContain('Then scale ReplicaSet web up.');
  });

  it.each([
    ['Try this selector', { 'Selector: Key 1': 'app', 'Selector: Value 1': 'myapp-rs' }],
    ['Try these labels on the Pod', { 'Labels: Key 1': 'app', 'Labels: Value 1': 'myapp' }],
  ])('by %s lead to the what-if with the change filled in, which is sent nowhere', async (button, filled) => {
    const { asked } = await mountApp(scene('findings-wrong-label'));
    await showFindings();
    const [first] = screen.getAllByRole('button', { name: button });
    if (first === undefined) throw new Error(`no button ${button}`);
    await fireEvent.click(first);
    expect(screen.getByRole('tab', { name: 'What if' }).getAttribute('aria-selected')).toBe('true');
    const values = Object.keys(filled).map((name) => screen.getByRole<HTMLInputElement>('combobox', { name }).value);
    expect(values).toEqual(Object.values(filled));
    expect(screen.getByRole('button', { name: 'Apply…' }).getAttribute('aria-disabled')).not.toBe('true');
    expect(asked('object.patch')).toEqual([]);
  });

  it('offer the selector that was meant once, before all else', async () => {
    await mountApp(scene('findings-wrong-label'));
    await showFindings();
    const shown = within(card(/matches no Pod/));
    expect(shown.queryByRole('button', { name: 'Try a change' })).toBeNull();
    const buttons = shown.getAllByRole('button', { name: 'Try this selector' });
    expect(buttons.map(({ classList }) => classList.contains('primary'))).toEqual(buttons.map((_, at) => at === 0));
  });

  it('tell of a workload scaled to 0, then of the same labels elsewhere, asked for once', async () => {
    const { asked, deliver } = await mountApp(scene('findings-elsewhere'));
    await deliver(laterBatch(2, [aPod({ meta: { name: 'other', labels: { app: 'other' } } })]));
    await showFindings();
    await vi.waitFor(() => expect(codes()).toEqual(['workload-scaled-to-zero', 'same-labels-elsewhere']));
    expect(asked('cluster.elsewhere')).toEqual([{ selector: { app: 'myapp-rs' }, except: 'default' }]);
  });

  it('say that nothing wrong is visible, with the traffic test one click away', async () => {
    await mountApp(scene('findings-nothing'));
    expect(line().textContent).toContain('Nothing wrong is visible from the API');
    expect(
      tabNames()
        .slice(0, 2)
        .map((name) => name?.replace(/\d/g, '').trim()),
    ).toEqual(['Members', 'Findings']);
    await fireEvent.click(within(line()).getByRole('button', { name: 'Test traffic' }));
    expect(window.location.hash).toBe('#/traffic/default/myapp-svc');
  });

  it('join what the last run learned, until the Service is another one', async () => {
    const { deliver } = await mountApp(scene('findings-traffic'));
    await showFindings();
    expect(codes()).toEqual(['traffic-hangs', 'traffic-refused']);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const service = scene('findings-nothing').batches[0]?.changes.find(({ kind }) => kind === 'Service')?.put[0];
    if (service === undefined) throw new Error('no Service');
    await deliver(laterBatch(2, [service]));
    expect(codes()).not.toContain('traffic-refused');
  });

  it('say unknown where Pods and slices may not be read, and diagnose nothing', async () => {
    await mountApp(scene('findings-unknown'));
    await showFindings();
    expect(codes()).toEqual(['pods-unknown', 'slices-unknown']);
    expect(within(card(/Pods can’t be seen/)).getByText('Unknown')).toBeTruthy();
    expect(line().textContent).toContain('Pods can’t be seen');
  });

  it('say where Events may not be read, and judge nothing else by that', async () => {
    const denied = { phase: 'denied', since: 0, verb: 'list', resource: 'events', namespace: 'default' } as const;
    const well = scene('findings-nothing');
    const objects = well.batches.flatMap(({ changes }) => changes.flatMap(({ put }) => put));
    await mountApp({ ...well, batches: [firstBatch(objects, { Event: denied })] });
    await showFindings();
    expect(codes()).toEqual(['kind-unknown', 'nothing-visible']);
    expect(card(/Event objects may not be read/).textContent).toContain('The permission list events is missing');
  });

  it('wait for what is being read: a Pod that has not come yet is not missing', async () => {
    const connecting = { phase: 'connecting', since: 0, loaded: 0 } as const;
    const broken = scene('findings-wrong-label');
    const objects = broken.batches.flatMap(({ changes }) => changes.flatMap(({ put }) => put));
    const { deliver } = await mountApp({ ...broken, batches: [firstBatch(objects, { ReplicaSet: connecting })] });
    expect(line().textContent).toContain('Looking at what belongs to this Service');
    const synced = { ReplicaSet: { phase: 'synced', since: 0 } } as const;
    await deliver({ ...laterBatch(2, []), states: synced });
    expect(line().textContent).toContain('matches no Pod');
  });
});
