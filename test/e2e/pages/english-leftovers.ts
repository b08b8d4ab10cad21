import type { Page } from '@playwright/test';
import { en } from '../../../src-shared/messages/en.ts';
import { ko } from '../../../src-shared/messages/ko.ts';

/** Kinds keep their own names in every language. */
const KINDS = ['Service', 'Pod', 'Node', 'Namespace', 'Endpoints', 'EndpointSlice', 'Event'];

/** Every fixed sentence of a language; those made by functions are left out. */
function sentences(words: unknown): readonly string[] {
  if (typeof words === 'string') return [words];
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(sentences) : [];
}

/** English words of ours on a page that is to be Korean: texts, accessible names, tooltips, placeholders. */
export async function englishLeftovers(page: Page): Promise<readonly string[]> {
  const korean = new Set([...sentences(ko), ...KINDS]);
  const english = new Set(sentences(en).filter((sentence) => !korean.has(sentence)));
  const shown = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node.textContent ?? '');
    for (const element of document.body.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
    return texts.map((text) => text.trim());
  });
  return [...new Set(shown.filter((text) => english.has(text)))];
}
