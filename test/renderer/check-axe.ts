import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { SCENES } from './scenes.ts';
import { serveRenderer } from './serve-renderer.ts';

// Looks for accessibility faults in every scene, light and dark: npx tsx test/renderer/check-axe.ts [SCENE ...]
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SCENES);
const served = await serveRenderer();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
let found = 0;
for (const name of names) {
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      colorScheme: theme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    await page.addInitScript(`window.playScene = ${JSON.stringify({ name, language: 'en', theme })}`);
    await page.addInitScript({ path: served.player });
    await page.goto(`${served.url}${SCENES[name]?.().hash ?? ''}`);
    await page.waitForTimeout(600);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const violation of violations) {
      found += 1;
      console.log(`${name} ${theme}: ${violation.id} (${violation.impact ?? ''}) ${violation.help}`);
      for (const node of violation.nodes.slice(0, 3)) {
        console.log(`   ${node.html.slice(0, 160)}`);
        console.log(`   ${(node.failureSummary ?? '').split('\n').slice(1, 2).join(' ')}`);
      }
    }
    await context.close();
  }
}
await browser.close();
served.close();
console.log(`${String(found)} faults in ${String(names.length)} scenes, two themes`);
process.exitCode = found === 0 ? 0 : 1;
