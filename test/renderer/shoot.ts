import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { SCENES } from './scenes.ts';
import { serveRenderer } from './serve-renderer.ts';

// Pictures of the renderer in every state, played by a fake main process:
//   npx tsx test/renderer/shoot.ts [--scene NAME]... [--size 1280x720]... [--language ko]... [--theme dark]... [--out DIR]
const { values } = parseArgs({
  options: {
    scene: { type: 'string', multiple: true, default: Object.keys(SCENES) },
    size: { type: 'string', multiple: true, default: ['1280x720'] },
    language: { type: 'string', multiple: true, default: ['en'] },
    theme: { type: 'string', multiple: true, default: ['light'] },
    out: { type: 'string', default: '/tmp/shots' },
    press: { type: 'string', multiple: true, default: [] },
    click: { type: 'string', multiple: true, default: [] },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
});

const served = await serveRenderer();
const browser = await chromium.launch({
  executablePath: values.browser,
  args: ['--no-sandbox', '--disable-background-networking', '--force-color-profile=srgb'],
});
await mkdir(values.out, { recursive: true });
let complaints = 0;
for (const name of values.scene) {
  for (const size of values.size) {
    for (const language of values.language) {
      for (const theme of values.theme) await shoot({ name, size, language, theme });
    }
  }
}
await browser.close();
served.close();
process.exitCode = complaints === 0 ? 0 : 1;

async function shoot(wish: { name: string; size: string; language: string; theme: string }): Promise<void> {
  const [width = 1280, height = 720] = wish.size.split('x').map(Number);
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: wish.theme === 'dark' ? 'dark' : 'light',
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(wish.name, message.text());
  });
  page.on('pageerror', (error) => complain(wish.name, error.stack ?? error.message));
  await page.addInitScript(
    `window.playScene = ${JSON.stringify({ name: wish.name, language: wish.language, theme: wish.theme })}`,
  );
  await page.addInitScript({ path: served.player });
  await page.goto(`${served.url}${SCENES[wish.name]?.().hash ?? ''}`);
  await page.waitForTimeout(700);
  await act(page);
  const parts = [wish.name, wish.language, wish.theme, wish.size].join('_');
  await page.screenshot({ path: `${values.out}/${parts}.png` });
  for (const found of await clipped(page)) console.log(`${parts}: ${found}`);
  await page.close();
}

async function act(page: Page): Promise<void> {
  for (const selector of values.click) await page.locator(selector).first().click();
  for (const key of values.press) await page.keyboard.press(key);
  if (values.click.length + values.press.length > 0) await page.waitForTimeout(500);
}

/** Text that is cut off without an ellipsis, and anything that leaves the window to the right. */
function clipped(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (
        box.width === 0 ||
        style.visibility === 'hidden' ||
        element.closest('.sr-only, canvas, svg, [role=grid], .path')
      )
        continue;
      const own = Array.from(element.childNodes).some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      if (box.right > innerWidth + 1 && own)
        found.push(`leaves the window: ${element.textContent.trim().slice(0, 60)}`);
      const cut = element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden';
      if (own && cut && style.textOverflow !== 'ellipsis')
        found.push(`cut: ${element.textContent.trim().slice(0, 60)}`);
    }
    return found;
  });
}

function complain(name: string, text: string): void {
  complaints += 1;
  console.log(`${name}: ${text}`);
}
