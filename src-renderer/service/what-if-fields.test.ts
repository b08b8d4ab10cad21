import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { sliceOf } from '../../test/renderer/course-cluster.ts';
import { type MountedApp, mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, firstBatch } from '../../test/renderer/scene.ts';
import { WRONG_LABEL } from '../../test/renderer/scenes-what-if.ts';
import { aService, aServicePort, conditionsOf } from '../../test/support/builders.ts';
import { failure } from '#shared/ipc/failure.ts';
import type { KubeObject } from '#shared/kube/kube-object.ts';
import type { Pod } from '#shared/kube/pod.ts';

// Each field the what-if offers, typed as a person types it: what it says then, and the change that is asked for.

const SERVICE = 'myapp-svc';
const isPod = (object: KubeObject): object is Pod => object.kind === 'Pod';
/** Four of ReplicaSet myapp-rs, whose template has the label `app` alone. */
const PODS = WRONG_LABEL.filter(isPod).filter(({ meta }) => meta.ownerReferences.length > 0);
const [FIRST, OTHER] = PODS.map(({ meta }) => meta.name);
const LOST = /^ReplicaSet myapp-rs lets go of this Pod if it selects by app:/;

/** Another Service and other Pods under the names of the course. */
function course(service: Parameters<typeof aService>[0], pods: readonly Pod[] = PODS): readonly KubeObject[] {
  const made = aService({ meta: { name: SERVICE }, selector: { app: 'myapp-rs' }, ...service });
  const others = WRONG_LABEL.filter(({ kind }) => !['Service', 'Pod', 'EndpointSlice'].includes(kind));
  return [made, ...pods, sliceOf(made, []), ...others];
}

async function open(objects: readonly KubeObject[] = WRONG_LABEL): Promise<MountedApp> {
  const app = await mountApp(aScene({ batches: [firstBatch(objects)], hash: `#/service/default/${SERVICE}` }));
  await fireEvent.click(screen.getByRole('tab', { name: 'What if' }));
  return app;
}

const field = (name: string): HTMLInputElement => screen.getByRole('combobox', { name });
const type = (name: string, value: string): Promise<boolean> => fireEvent.input(field(name), { target: { value } });
const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));
const side = (name: string): string => screen.getByRole('region', { name }).textContent;
const fates = (): (string | undefined)[] =>
  [...screen.getByRole('table', { name: 'Pods that change' }).querySelectorAll('[data-fate]')].map(
    (row) => (row as HTMLElement).dataset.fate,
  );

/** Takes an entry of a list as a mouse does: the list opens by a click, an entry is taken when the button is let go. */
async function choose(name: string, entry: string | RegExp): Promise<void> {
  await fireEvent.click(field(name));
  await fireEvent.pointerUp(await screen.findByRole('option', { name: entry }));
}

/** Up to the confirmation; resolves to what the dialog says. */
async function toDialog(): Promise<HTMLElement> {
  await press('Apply…');
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText(/The API server accepts this change/);
  return dialog;
}

const edits = ({ asked }: MountedApp): unknown =>
  asked('object.patch').map((request) => (request as { change: { edits: unknown } }).change.edits);

async function choosePod(name = ''): Promise<void> {
  await fireEvent.click(screen.getByRole('radio', { name: 'Labels of a Pod' }));
  await choose('Choose a Pod', name);
}

describe('the what-if, field by field', { timeout: 30_000 }, () => {
  it('targetPort: a number instead of a name that no Pod has', async () => {
    const app = await open(course({ ports: [aServicePort({ targetPort: 'http' })] }));
    expect(side('Now')).toContain('No endpoints');
    expect(side('Now')).not.toContain('0 of 0');
    await type('targetPort of 80/TCP', '8080');
    expect(side('Then')).toContain('4 of 4');
    expect(side('Now')).toContain('No container has a TCP port named "http"');
    expect(fates()).toEqual(['enters', 'enters', 'enters', 'enters']);
    await toDialog();
    expect(edits(app)).toEqual([[{ field: 'targetPort', port: 80, protocol: 'TCP', from: 'http', to: 8080 }]]);
  });

  it('targetPort: what it cannot be is said, and is not applied', async () => {
    const app = await open(course({}));
    await type('targetPort of 80/TCP', '70000');
    const why = 'The targetPort of port 80 is neither a number from 1 to 65535 nor a port name.';
    expect(screen.getAllByText(why).length).toBeGreaterThan(0);
    const apply = screen.getByRole('button', { name: /^Apply…/ });
    expect(apply.getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(apply);
    expect(app.asked('object.patch')).toEqual([]);
  });

  it('publishNotReadyAddresses: Pods that are not Ready get traffic', async () => {
    const app = await open(
      course(
        {},
        PODS.map((pod) => ({ ...pod, conditions: conditionsOf(false) })),
      ),
    );
    expect(side('Now')).toContain('No endpoints');
    await fireEvent.click(screen.getByRole('checkbox', { name: /^publishNotReadyAddresses/ }));
    expect(side('Then')).toContain('4 of 4');
    await toDialog();
    expect(edits(app)).toEqual([[{ field: 'publishNotReadyAddresses', from: false, to: true }]]);
  });

  it('the labels of a Pod: the Service would select it, and it loses its owner, said in the editor and again before it is sent', async () => {
    const app = await open();
    await choosePod(OTHER);
    await type('Labels: Value 1', 'elsewhere');
    // What was typed was typed of that one.
    await choosePod(FIRST);
    expect(field('Labels: Value 1').value).toBe('myapp-rs');
    expect(screen.queryByText(LOST)).toBeNull();
    await type('Labels: Value 1', 'myapp');
    expect(side('Then')).toContain('1 of 1');
    expect(screen.getAllByText(LOST)).toHaveLength(1);
    const dialog = await toDialog();
    expect(within(dialog).getByText(LOST)).toBeTruthy();
    expect(app.asked('object.patch')).toMatchObject([
      {
        dryRun: true,
        change: {
          kind: 'Pod',
          name: FIRST,
          edits: [{ field: 'labels', from: { app: 'myapp-rs' }, to: { app: 'myapp' } }],
        },
      },
    ]);
  });

  it('a label that the template does not have, or another one beside it, loses no owner', async () => {
    const tiered = PODS.map((pod) => ({ ...pod, meta: { ...pod.meta, labels: { app: 'myapp-rs', tier: 'web' } } }));
    const app = await open(course({}, tiered));
    await choosePod(FIRST);
    await type('Labels: Value 2', 'cache');
    await press('Add a pair');
    await type('Labels: Key 3', 'stage');
    const dialog = await toDialog();
    expect(screen.queryByText(/lets go of this Pod/)).toBeNull();
    expect(dialog.textContent).not.toContain('lets go of this Pod');
    expect(app.asked('object.patch')).toMatchObject([
      { change: { edits: [{ to: { app: 'myapp-rs', tier: 'cache', stage: '' } }] } },
    ]);
  });
});

describe('a change that admission refuses', { timeout: 30_000 }, () => {
  it('is told in the words of the policy, and the edit is kept', async () => {
    const { transport, asked } = await open();
    const message =
      'ValidatingAdmissionPolicy "frozen" with binding "frozen" denied request: the labels of web are frozen';
    transport.fail('object.patch', failure('api.rejected', { status: 422, message }));
    await type('Selector: Value 1', 'myapp-rs');
    await press('Apply…');
    const dialog = await screen.findByRole('dialog');
    expect((await within(dialog).findByRole('alert')).textContent).toContain(message);
    expect(within(dialog).queryByRole('button', { name: 'Change it' })).toBeNull();
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(field('Selector: Value 1').value).toBe('myapp-rs');
    expect(side('Then')).toContain('4 of 4');
    expect(asked('object.patch')).toMatchObject([{ dryRun: true }]);
  });
});

describe('what completes it', { timeout: 30_000 }, () => {
  const shown = (): string[] =>
    screen.queryAllByRole('option').map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());

  it('values that exist under the key, with how many Pods have each; one that is taken is tried', async () => {
    await open();
    await fireEvent.click(field('Selector: Value 1'));
    expect(shown()).toEqual(['myapp-rs 4 Pods', 'redis 1 Pod']);
    await choose('Selector: Value 1', /^myapp-rs/);
    expect(field('Selector: Value 1').value).toBe('myapp-rs');
    expect(side('Then')).toContain('4 of 4');
  });

  it('what is typed leaves those that hold it', async () => {
    await open();
    await type('Selector: Value 1', 're');
    await fireEvent.click(field('Selector: Value 1'));
    await type('Selector: Value 1', 'red');
    expect(shown()).toEqual(['redis 1 Pod']);
  });

  it('keys that exist and are not asked for already', async () => {
    await open();
    await press('Add a pair');
    await choose('Selector: Key 2', /^tier/);
    expect(field('Selector: Key 2').value).toBe('tier');
    await choose('Selector: Value 2', /^cache/);
    await type('Selector: Value 1', 'redis');
    expect(side('Then')).toContain('1 of 1');
  });

  it('ports the Pods have', async () => {
    const named = PODS.map((pod) => ({
      ...pod,
      containers: pod.containers.map((container) => ({
        ...container,
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' as const }],
      })),
    }));
    await open(course({ ports: [aServicePort({ targetPort: 'web' })] }, named));
    await fireEvent.click(field('targetPort of 80/TCP'));
    expect(shown()).toEqual(['8080 4 Pods', 'http 4 Pods']);
    await choose('targetPort of 80/TCP', /^http/);
    expect(side('Then')).toContain('4 of 4');
  });
});
