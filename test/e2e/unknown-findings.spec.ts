import { expect, type Page, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { type Folder, makeFolder } from '../support/kubeconfig-writer.ts';
import { apply, replicasReady } from '../support/kubectl.ts';
import { limitedUser, type LimitedUser } from '../support/limited-user.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// R20 for users who lack the right to one kind: the right is named, and nothing is diagnosed that only that kind could tell. Of
// the two Services `fine` selects two Pods that are Ready, and `wrong` asks for a label that no Pod has. None of these users may
// list Nodes, which is said as well.
const SERVICES = ['fine', 'wrong'] as const;
const NODES = ['Node objects may not be read', 'list nodes'];
/** Nor may they look into kube-system and, for who has the labels that nobody here has, into other namespaces. */
const PROXY = ['kube-proxy may not be looked at', 'list pods'];
const ELSEWHERE = ['Pods of other namespaces may not be read', 'list pods'];
const MATCHES_NOBODY = 'The selector app=wbe matches no Pod';
let namespace = '';
let folder: Folder;

test.beforeAll(async () => {
  folder = await makeFolder();
  namespace = await createNamespace('unknown');
  await apply(
    [
      serviceYaml(namespace, 'fine', 'web'),
      serviceYaml(namespace, 'wrong', 'wbe'),
      replicaSetYaml(namespace, 'web', 'web', 2),
    ].join('---\n'),
  );
  await replicasReady(namespace, 'web', 2);
});

test.afterAll(async () => {
  await deleteNamespace(namespace);
  await folder.remove();
});

/** The app of a user without the right to one resource, who loses another one where a test says so. */
interface Opened {
  readonly app: OpenApp;
  readonly user: LimitedUser;
  close(): Promise<void>;
}

async function openWithout(resource: string | null): Promise<Opened> {
  const user = await limitedUser(folder, namespace, resource === null ? 'loser' : `no-${resource}`, resource);
  const app = await openApp({ args: ['--kubeconfig', user.kubeconfig, '--context', user.context] });
  return {
    app,
    user,
    close: async () => {
      await app.close();
      await user.close();
    },
  };
}

interface Told {
  readonly title: string;
  readonly text: string;
}

/** The findings of the page that is open, in the order of their stages: titles, and all there is to read. */
async function told(page: Page): Promise<readonly Told[]> {
  return page.getByRole('article').evaluateAll((cards) =>
    cards.map((card) => ({
      title: card.querySelector('h2')?.textContent.trim() ?? '',
      text: card.textContent.replaceAll(/\s+/g, ' '),
    })),
  );
}

/** What this user is told of both Services: in the list, and as findings, each by its title and the right that is missing. */
async function expectTold(
  app: OpenApp,
  expected: Readonly<
    Record<(typeof SERVICES)[number], { readonly list: string; readonly findings: readonly (readonly string[])[] }>
  >,
): Promise<void> {
  for (const name of SERVICES) {
    const { list, findings } = expected[name];
    const cell = await app.services.cell(name, en.screens.findings.column);
    await expect(cell).toHaveText(list, { timeout: 30_000 });
    await app.services.open(name);
    await app.service.showTab('Findings');
    const titles = async (): Promise<readonly string[]> => (await told(app.page)).map(({ title }) => title);
    await expect.poll(titles, { message: name, timeout: 30_000 }).toEqual(findings.map(([title]) => title));
    const texts = await told(app.page);
    for (const [index, [, right]] of findings.entries()) {
      if (right !== undefined) expect(texts[index]?.text).toContain(`The permission ${right} is missing`);
    }
    await app.service.back();
  }
}

test('without Pods: both Services are unknown, and of neither is said that no Pod matches', async () => {
  const { app, close } = await openWithout('pods');
  const title = 'Pods can’t be seen: what the selector matches is not known';
  const unknown = { list: `Unknown: ${title}`, findings: [PROXY, NODES, [title, 'list pods']] };
  try {
    await expectTold(app, { fine: unknown, wrong: unknown });
    await app.page.getByRole('button', { name: en.screens.findings.attention }).click();
    await expect(app.page.getByText(en.screens.findings.attentionNoneTitle)).toBeVisible();
  } finally {
    await close();
  }
});

test('without EndpointSlices: who gets traffic is unknown; that the label is wrong the Pods tell', async () => {
  const { app, close } = await openWithout('endpointslices');
  const title = 'EndpointSlices can’t be seen: who gets traffic is not known';
  const slices = [title, 'list endpointslices'];
  try {
    await expectTold(app, {
      fine: { list: `Unknown: ${title}`, findings: [PROXY, NODES, slices] },
      wrong: { list: `Error: ${MATCHES_NOBODY}`, findings: [ELSEWHERE, PROXY, NODES, [MATCHES_NOBODY], slices] },
    });
    await app.services.open('fine');
    await expect(app.service.in).toHaveCount(0);
  } finally {
    await close();
  }
});

test('without Events: the findings say so and stay as they are, and the tab of Events is unknown, not empty', async () => {
  const { app, close } = await openWithout('events');
  const events = ['Event objects may not be read', 'list events'];
  const well = ['Nothing wrong is visible from the API'];
  try {
    await expectTold(app, {
      fine: { list: 'Nothing found', findings: [PROXY, NODES, events, well] },
      wrong: { list: `Error: ${MATCHES_NOBODY}`, findings: [ELSEWHERE, PROXY, NODES, events, [MATCHES_NOBODY]] },
    });
    await app.services.open('fine');
    await app.service.showTab('Events');
    const panel = app.page.getByRole('tabpanel');
    await expect(panel).toContainText(en.kube.watch.denied({ verb: 'list', resource: 'events', namespace }));
    await expect(panel).not.toContainText(en.screens.service.events.emptyTitle);
  } finally {
    await close();
  }
});

test('the right to list Pods is lost while the page is open: what was diagnosed is unknown from then on', async () => {
  const { app, user, close } = await openWithout(null);
  const codes = { message: 'findings', timeout: 30_000 };
  const unknown = (times: number): readonly string[] => Array.from({ length: times }, () => 'kind-unknown');
  try {
    await app.services.open('wrong');
    await app.service.showTab('Findings');
    await expect.poll(() => app.service.findings(), codes).toEqual([...unknown(3), 'selector-matches-no-pod']);
    await user.lose('pods');
    await expect.poll(() => app.service.findings(), codes).toEqual([...unknown(2), 'pods-unknown']);
    await app.service.back();
    const cell = await app.services.cell('wrong', en.screens.findings.column);
    await expect(cell).toHaveText('Unknown: Pods can’t be seen: what the selector matches is not known');
  } finally {
    await close();
  }
});
