import './jsdom-layout.ts';
import { cleanup } from '@testing-library/svelte';
import { afterAll } from 'vitest';

// The next file finds a page on which no window was ever mounted, whichever files came before it.
afterAll(() => {
  cleanup();
  for (const element of [document.documentElement, document.body]) {
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
  }
  document.body.replaceChildren();
  window.location.hash = '';
});
