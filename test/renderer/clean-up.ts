import { cleanup } from '@testing-library/svelte';
import { afterAll } from 'vitest';

// The next file finds the page as if no window had been there: no listener, no element.
afterAll(() => {
  cleanup();
  document.body.replaceChildren();
  window.location.hash = '';
});
