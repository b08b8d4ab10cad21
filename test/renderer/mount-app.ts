import './jsdom-layout.ts';
import { cleanup, render } from '@testing-library/svelte';
import { tick } from 'svelte';
import App from '../../src-renderer/App.svelte';
import { createApi } from '../../src-renderer/api.ts';
import { createAppState } from '../../src-renderer/create-app-state.ts';
import type { ClusterBatch } from '../../src-shared/ipc/batch.ts';
import { createFakeTransport, type FakeTransport } from './fake-transport.ts';
import { manualFrames } from './manual-frames.ts';
import type { Scene } from './scene.ts';

export interface MountedApp {
  readonly transport: FakeTransport;
  readonly container: HTMLElement;
  /** Delivers a batch and paints. */
  readonly deliver: (batch: ClusterBatch) => Promise<void>;
  /** What was asked of the main process under this name. */
  readonly asked: (name: string) => readonly unknown[];
}

/** The whole renderer in jsdom, playing a scene, in the place of the one before. */
export async function mountApp(scene: Scene): Promise<MountedApp> {
  cleanup();
  window.location.hash = scene.hash;
  const transport = createFakeTransport(scene);
  const frames = manualFrames();
  const created = await createAppState(createApi(transport), frames, window);
  const { container } = render(App, { props: { created } });
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve));
    frames.paint();
    await tick();
    await new Promise((resolve) => setTimeout(resolve));
    await tick();
  };
  await settle();
  return {
    transport,
    container,
    deliver: async (batch) => {
      transport.emit('cluster', batch);
      await settle();
    },
    asked: (name) => transport.requests.filter((request) => request.name === name).map(({ argument }) => argument),
  };
}
