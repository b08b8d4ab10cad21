import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { mountApp } from '../../test/renderer/mount-app.ts';
import { aScene, DESCRIPTION, SETTINGS } from '../../test/renderer/scene.ts';
import { en } from '#shared/messages/en.ts';
import { ko } from '#shared/messages/ko.ts';

const OLD = { ...DESCRIPTION, testRuntime: true, electron: '33.2.1' };

describe('the banner of a test runtime', { timeout: 30_000 }, () => {
  it.each([
    ['en' as const, en.screens.shell.testRuntime('33.2.1')],
    ['ko' as const, ko.screens.shell.testRuntime('33.2.1')],
  ])('names the Electron that is out of support (%s)', async (language, text) => {
    await mountApp(aScene({ description: { ...OLD, settings: { ...SETTINGS, language } } }));
    const banner = screen.getByText(text).closest('[role]');
    expect(banner?.getAttribute('role')).toBe('status');
    expect(text).toContain('Electron 33.2.1');
  });

  it('is not there on the Electron that releases ship', async () => {
    await mountApp(aScene({}));
    expect(screen.queryByText(en.screens.shell.testRuntime(DESCRIPTION.electron))).toBeNull();
    expect(document.body.textContent).not.toContain('Electron');
  });
});
