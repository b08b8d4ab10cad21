import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { mountApp, type MountedApp } from '../../test/renderer/mount-app.ts';
import { aScene, DESCRIPTION, SETTINGS } from '../../test/renderer/scene.ts';
import { en } from '#shared/messages/en.ts';
import type { ClientSettings } from '#shared/ipc/settings.ts';

const words = en.screens.settings;

/** The app with these settings of the client, and its dialog opened by the keyboard. */
async function openSettings(client: Partial<ClientSettings> = {}): Promise<MountedApp & { dialog: HTMLElement }> {
  const settings = { ...SETTINGS, client: { ...SETTINGS.client, ...client } };
  const app = await mountApp(aScene({ description: { ...DESCRIPTION, settings } }));
  await fireEvent.keyDown(document.body, { key: ',', ctrlKey: true });
  return { ...app, dialog: await screen.findByRole('dialog', { name: words.title }) };
}
const type = (label: string, value: string): Promise<unknown> =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const choose = (label: string, value: string): Promise<unknown> =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const save = (dialog: HTMLElement): Promise<unknown> =>
  fireEvent.click(within(dialog).getByRole('button', { name: words.save }));

describe('the settings dialog', { timeout: 30_000 }, () => {
  it('saves how the client’s image is pulled, without the spaces around a name', async () => {
    const { dialog, asked } = await openSettings();
    await type(words.pullSecret, ' pull ');
    await choose(words.pullPolicy, 'Always');
    await save(dialog);
    expect(asked('settings.change')).toEqual([
      {
        language: 'en',
        theme: 'light',
        client: { image: SETTINGS.client.image, imagePullSecret: 'pull', imagePullPolicy: 'Always' },
      },
    ]);
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('starts from what is kept, and an emptied pull secret is none', async () => {
    const { dialog, asked } = await openSettings({ imagePullSecret: 'pull', imagePullPolicy: 'Never' });
    expect(screen.getByLabelText<HTMLInputElement>(words.pullSecret).value).toBe('pull');
    await type(words.pullSecret, '');
    await save(dialog);
    expect(asked('settings.change')).toMatchObject([{ client: { imagePullSecret: null, imagePullPolicy: 'Never' } }]);
  });

  it('takes the focus itself, does not let it out, and gives it back when Escape closes it', async () => {
    await mountApp(aScene({ description: { ...DESCRIPTION, settings: SETTINGS } }));
    const button = screen.getByRole('button', { name: en.screens.shell.settings });
    button.focus();
    await fireEvent.click(button);
    const dialog = await screen.findByRole('dialog', { name: words.title });
    await vi.waitFor(() => expect(document.activeElement).toBe(dialog));
    button.focus();
    expect(dialog.contains(document.activeElement)).toBe(true);
    await fireEvent.keyDown(dialog, { key: 'Escape' });
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await vi.waitFor(() => expect(document.activeElement).toBe(button));
  });

  it('names the themes as a choice does, with a capital', async () => {
    await openSettings();
    const theme = screen.getByLabelText<HTMLSelectElement>(words.theme);
    expect([...theme.options].map(({ text }) => text)).toEqual(['System', 'Light', 'Dark']);
  });

  it('asks for an image where there is none, and saves nothing', async () => {
    const { dialog, asked } = await openSettings();
    await type(words.image, '  ');
    await save(dialog);
    expect(within(dialog).getByText(words.needImage)).toBeTruthy();
    expect(screen.getByLabelText(words.image).getAttribute('aria-invalid')).toBe('true');
    expect(asked('settings.change')).toEqual([]);
  });
});
