import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { servicesHeading } from '../support/pages.ts';

// Electron's security list, one assertion each, against the built app. What only a package has (fuses) is not here.

/** The part of Chromium's trusted types that a hostile script would want. */
declare const trustedTypes: { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown };

let launched: LaunchedApp;
let bait: { readonly server: Server; readonly url: string; readonly asked: string[] };

test.beforeAll(async () => {
  bait = await startBait();
  launched = await launchApp({ namespace: 'default', provoked: true });
  await expect(servicesHeading(launched.page)).toBeVisible();
});

test.afterAll(async () => {
  await launched.close();
  await new Promise((resolve) => bait.server.close(resolve));
});

/** A server that would answer anything, and remembers what it was asked. */
async function startBait(): Promise<typeof bait> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' }).end('<h1>bait</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, asked, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

test('the window has every preference of the list: sandbox, isolation, no Node.js, no webview, web security', async () => {
  const preferences = await launched.app.evaluate(({ BrowserWindow }) =>
    // Not among the declared types: there for tests such as this one.
    BrowserWindow.getAllWindows().map(({ webContents }) =>
      (webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
    ),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
  });
});

test('every answer of our own protocol carries a policy without unsafe-inline, unsafe-eval or any other source', async () => {
  const headers = await launched.app.evaluate(async ({ session }) => {
    const answers = await Promise.all(
      ['/', '/index.html', '/nothing-here'].map((path) => session.defaultSession.fetch(`servicescope://app${path}`)),
    );
    return answers.map((answer) => ({
      policy: answer.headers.get('content-security-policy') ?? '',
      sniff: answer.headers.get('x-content-type-options'),
    }));
  });
  for (const { policy, sniff } of headers) {
    const directives = new Map(policy.split('; ').map((line) => [line.split(' ')[0], line.split(' ').slice(1)]));
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('connect-src')).toEqual(["'none'"]);
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives.get(name)).toEqual(["'none'"]);
    expect(policy).not.toMatch(/unsafe-|https?:|\*|blob:/);
    expect(sniff).toBe('nosniff');
  }
});

test('no script runs that is not a file of ours: eval, inline script, handler attribute, markup, javascript: link', async () => {
  const { page } = launched;
  // On a turn of its own: what Playwright evaluates directly is excused from the policy.
  const outcome = await page.evaluate(
    () =>
      new Promise<Record<string, string>>((resolve) => {
        setTimeout(() => {
          const attempts: Record<string, () => unknown> = {
            eval: () => (0, eval)('1 + 1') as unknown,
            // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- that it is refused is the test
            function: () => new Function('return 1')() as unknown,
            markup: () => (document.body.innerHTML += '<img src=x onerror="window.ran = true">'),
            scriptText: () => {
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              document.head.append(script);
            },
            scriptNode: () => {
              const script = document.createElement('script');
              script.append(document.createTextNode('window.ran = true'));
              document.head.append(script);
            },
            handler: () => {
              const image = document.createElement('img');
              image.setAttribute('onerror', 'window.ran = true');
              image.setAttribute('src', 'data:nothing');
              document.head.append(image);
            },
            link: () => {
              const link = document.createElement('a');
              link.href = 'javascript:window.ran = true';
              document.body.append(link);
              link.click();
              link.remove();
            },
            policy: () => trustedTypes.createPolicy('svelte-trusted-html', { createHTML: (text) => text }),
            otherPolicy: () => trustedTypes.createPolicy('mine', { createHTML: (text) => text }),
          };
          const outcomes = Object.entries(attempts).map(([name, attempt]) => {
            try {
              attempt();
              return [name, 'no exception'];
            } catch (error) {
              return [name, (error as Error).name];
            }
          });
          setTimeout(() => {
            outcomes.push(['ran', String('ran' in window)]);
            resolve(Object.fromEntries(outcomes) as Record<string, string>);
          }, 300);
        }, 0);
      }),
  );
  expect(outcome).toMatchObject({ eval: 'EvalError', function: 'EvalError', markup: 'TypeError', ran: 'false' });
  expect(outcome).toMatchObject({ scriptText: 'TypeError', policy: 'TypeError', otherPolicy: 'TypeError' });
});

test('every permission is denied, asked for or looked up', async () => {
  const states = await launched.page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
      'persistent-storage',
    ];
    const looked = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)),
    );
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      (error: unknown) => (error as Error).name,
    );
    const clipboard = await navigator.clipboard.readText().then(
      () => 'granted',
      (error: unknown) => (error as Error).name,
    );
    const position = await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        ({ code }) => resolve(code),
      ),
    );
    return {
      looked: [...new Set(looked)],
      media,
      clipboard,
      position,
      notification: await Notification.requestPermission(),
    };
  });
  expect(states.looked).toEqual(['denied']);
  expect(states).toMatchObject({ clipboard: 'NotAllowedError', position: 1, notification: 'denied' });
  // Without a microphone at all Chromium says so before it asks.
  expect(['NotAllowedError', 'NotFoundError']).toContain(states.media);
});

test('nothing is loaded from elsewhere: image, font, style, script, frame, fetch, beacon, WebSocket, EventSource, worker', async () => {
  const { page } = launched;
  bait.asked.length = 0;
  const violated = await page.evaluate(async (url) => {
    const violations = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => violations.add(event.effectiveDirective));
    const put = <K extends keyof HTMLElementTagNameMap>(
      tag: K,
      set: (element: HTMLElementTagNameMap[K]) => void,
    ): void => {
      const element = document.createElement(tag);
      try {
        set(element);
        document.head.append(element);
      } catch {
        // Trusted types refuse a script's address before the policy is asked.
      }
    };
    put('img', (image) => (image.src = `${url}/image.png`));
    put('link', (link) => Object.assign(link, { rel: 'stylesheet', href: `${url}/style.css` }));
    put('script', (script) => (script.src = `${url}/script.js`));
    put('iframe', (frame) => (frame.src = `${url}/frame.html`));
    put('object', (object) => (object.data = `${url}/object`));
    put('video', (video) => (video.src = `${url}/video`));
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => new FontFace('bait', `url(${url}/font.woff2)`).load(),
      () => fetch(`${url}/fetch`),
      () => Promise.resolve(navigator.sendBeacon(`${url}/beacon`)),
      () => Promise.resolve(new WebSocket(url.replace('http', 'ws'))),
      () => Promise.resolve(new EventSource(`${url}/events`)),
      () => Promise.resolve(new Worker(`${url}/worker.js`)),
      () => navigator.serviceWorker.register(`${url}/sw.js`),
    ];
    for (const attempt of attempts)
      await Promise.resolve()
        .then(attempt)
        .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const child of [...document.head.children]) if (child.outerHTML.includes(url)) child.remove();
    return [...violations];
  }, bait.url);
  expect(violated).toEqual(
    expect.arrayContaining(['img-src', 'font-src', 'style-src-elem', 'frame-src', 'connect-src']),
  );
  expect(bait.asked).toEqual([]);
});

test('no object of Electron or Node.js can be reached from the page, and the preload exposes exactly two functions', async () => {
  const seen = await launched.page.evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      '__dirname',
      'electron',
      'ipcRenderer',
    ];
    const bridge = window.servicescope as unknown as Record<string, unknown>;
    return {
      node: names.filter((name) => name in window),
      bridge: Object.getOwnPropertyNames(bridge)
        .map((name) => `${name}: ${typeof bridge[name]}`)
        .sort(),
      // A bridge that could be exchanged would let one script listen to another's requests.
      replaced: Reflect.set(bridge, 'request', () => null) || Reflect.set(window, 'servicescope', {}),
    };
  });
  expect(seen).toEqual({ node: [], bridge: ['request: function', 'subscribe: function'], replaced: false });
});

test('a listener of the page is given the message alone, never Electron’s event with its way back', async () => {
  const kinds = await launched.page.evaluate(
    () =>
      new Promise((resolve) => {
        const listener = (...given: unknown[]): void => resolve(given.map((part) => typeof part));
        window.servicescope.subscribe('settings', listener);
        void window.servicescope.request('settings.change', { theme: 'system' });
      }),
  );
  expect(kinds).toEqual(['object']);
});
