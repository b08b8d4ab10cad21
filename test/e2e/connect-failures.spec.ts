import { createServer as createTlsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import type { FailureText } from '../../src-shared/messages/failure-text.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, type Folder, kubeconfigText, makeFolder } from '../support/kubeconfig-writer.ts';
import { ko } from '../../src-shared/messages/ko.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { openContext, sentences, servicesHeading, words } from '../support/pages.ts';
import { makeCertificates, type TestCertificates } from '../support/test-certificates.ts';

// "Connect": unreachable, refused, expired, untrusted: each its own sentence with what to do.

let folder: Folder;
let target: ContextTarget;
let launched: LaunchedApp;
const servers: Server[] = [];
const at: Record<string, string> = {};

test.beforeAll(async () => {
  folder = await makeFolder();
  target = await testTarget();
  const [good, expired, misnamed] = await Promise.all([
    makeCertificates(),
    makeCertificates(['127.0.0.1'], -1),
    makeCertificates(['127.0.0.2']),
  ]);
  const silent = createServer((socket) => socket.on('error', () => undefined));
  at.plain = await listen(createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 no\r\n\r\n')));
  at.silent = await listen(silent);
  at.untrusted = await listenTls(good);
  at.expired = await listenTls(expired);
  at.misnamed = await listenTls(misnamed);
  at.refused = await listen(createServer());
  await new Promise((resolve) => servers.pop()?.close(resolve));
  at.dns = 'no-such-api-server.invalid:6443';
  at.unreachable = '203.0.113.1:6443';
  const trusted = (certificates: TestCertificates): string => Buffer.from(certificates.ca).toString('base64');
  const own = clusterEntry(target);
  const clusters: Record<string, object> = {
    ...Object.fromEntries(Object.entries(at).map(([name, host]) => [name, { ...own, server: `https://${host}` }])),
    expired: { server: `https://${at.expired}`, 'certificate-authority-data': trusted(expired) },
    misnamed: { server: `https://${at.misnamed}`, 'certificate-authority-data': trusted(misnamed) },
    unauthorized: own,
    malformed: { ...own, server: 'not a url' },
  };
  const names = Object.keys(clusters);
  const file = await folder.write(
    'failures.yaml',
    kubeconfigText({
      clusters,
      users: { stranger: { token: 'eyJhbGciOiJSUzI1NiJ9.c3RyYW5nZXI.bm9ib2R5' } },
      contexts: Object.fromEntries(names.map((name) => [name, { cluster: name, user: 'stranger' }])),
    }),
  );
  launched = await launchApp({ args: ['--kubeconfig', file] });
});

test.afterAll(async () => {
  await launched.close();
  for (const server of servers) server.close();
  await folder.remove();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function listenTls({ cert, key }: TestCertificates): Promise<string> {
  return listen(createTlsServer({ cert, key }, (_request, response) => response.end('{}')));
}

/** Opens a context and waits until one of the texts is told: what failed, and what to do. */
async function expectTold(context: string, ...texts: readonly FailureText[]): Promise<void> {
  const { page } = launched;
  await openContext(page, context);
  const told = page.getByRole('status').filter({ hasText: words.actions.retryNow });
  await expect
    .poll(
      async () => {
        const text = (await told.allInnerTexts()).join('\n').replace(/\s+/g, ' ');
        return texts.some(({ what, next }) => text.includes(what) && text.includes(next)) || text;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await expect(servicesHeading(page)).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`^${words.shell.context} `) }).click();
}

const host = '127.0.0.1';
const say = en.failures;

test('a port where nobody listens: refused', async () => {
  await expectTold('refused', say['connect.refused']({ host, port: Number(at.refused?.split(':')[1]) }));
});

test('a name without an address: DNS', async () => {
  await expectTold('dns', say['connect.dns']({ host: 'no-such-api-server.invalid' }));
});

test('an address without a way to it: unreachable, or no answer where a firewall is silent', async () => {
  await expectTold(
    'unreachable',
    say['connect.unreachable']({ host: '203.0.113.1', detail: '' }),
    say['connect.timeout']({ host: '203.0.113.1', seconds: 10 }),
  );
});

test('a server that takes the connection and says nothing: no answer', async () => {
  await expectTold('silent', say['connect.timeout']({ host, seconds: 10 }));
});

test('a certificate of an authority that is not the kubeconfig’s: untrusted', async () => {
  await expectTold('untrusted', say['tls.untrusted']({ server: at.untrusted ?? '', detail: '' }));
});

test('a certificate that has expired: expired', async () => {
  await expectTold('expired', say['tls.expired']({ server: at.expired ?? '', detail: '' }));
});

test('a certificate for another name: name mismatch', async () => {
  await expectTold('misnamed', say['tls.name-mismatch']({ server: at.misnamed ?? '', detail: '' }));
});

test('a port that does not speak TLS: no secure connection', async () => {
  await expectTold('plain', say['tls.failed']({ server: at.plain ?? '', detail: '' }));
});

test('credentials the API server does not accept: 401, as credentials and not as "offline"', async () => {
  await expectTold('unauthorized', say['api.unauthorized']({ user: 'stranger' }));
});

test('a server that is no URL is refused in the list already', async () => {
  const text = say['kubeconfig.server-invalid']({ cluster: 'malformed', server: 'not a url' });
  const row = launched.page.getByRole('listitem').filter({ hasText: 'not a url' });
  for (const sentence of sentences(text)) await expect(row).toContainText(sentence);
});

// What the system, a library or the cluster said stays as it is; what we know ourselves is said in the reader's language.
test('in Korean: a kubeconfig that is missing and a 401 are told without an English sentence', async () => {
  const { page } = launched;
  const missing = `${folder.path}/no-such-file`;
  const absent = await launchApp({ args: ['--kubeconfig', missing], env: { LANGUAGE: 'ko', LANG: 'ko_KR.UTF-8' } });
  try {
    const alert = absent.page.getByRole('alert');
    const text = ko.failures['kubeconfig.unreadable']({ path: missing, detail: { code: 'file-missing' } });
    for (const sentence of sentences(text)) await expect(alert).toContainText(sentence);
    expect(englishSentences(await alert.innerText())).toEqual([]);
  } finally {
    await absent.close();
  }
  await page.getByRole('button', { name: '한국어로 보기' }).click();
  const row = page.getByRole('listitem').filter({ has: page.locator('strong', { hasText: /^unauthorized$/ }) });
  await row.getByRole('button').click();
  const told = page.getByRole('status').filter({ hasText: ko.screens.actions.retryNow });
  for (const sentence of sentences(ko.failures['api.unauthorized']({ user: 'stranger' })))
    await expect(told).toContainText(sentence);
  expect(englishSentences(await page.getByRole('main').innerText())).toEqual([]);
});

/** Three words of Latin letters in a row, outside of commands to type. */
function englishSentences(text: string): readonly string[] {
  return text.replace(/\b(npm|kubectl) [ -~]*/g, '').match(/[A-Za-z]{2,}(?:,? [A-Za-z]{2,}){2,}/g) ?? [];
}
