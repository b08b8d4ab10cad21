import type { Language, Theme } from '../../src-shared/ipc/settings.ts';
import type { Transport } from '../../src-shared/ipc/contract.ts';
import { createFakeTransport, type FakeTransport } from './fake-transport.ts';
import { SCENES } from './scenes.ts';

declare global {
  interface Window {
    /** Which scene to play; set before this script runs. */
    readonly playScene: { readonly name: string; readonly language: Language; readonly theme: Theme };
    fakeTransport: FakeTransport;
  }
}

// Runs before the renderer's own script, in the place of the preload.
const { name, language, theme } = window.playScene;
const made = SCENES[name]?.();
if (made === undefined) throw new Error(`no scene ${name}`);
const scene = {
  ...made,
  description: { ...made.description, settings: { ...made.description.settings, language, theme } },
};
window.fakeTransport = createFakeTransport(scene);
(window as unknown as { servicescope: Transport }).servicescope = window.fakeTransport;
