import './ui/styles/tokens.css';
import './ui/styles/base.css';
import { mount } from 'svelte';
import type { Transport } from '#shared/ipc/contract.ts';
import App from './App.svelte';
import { createApi } from './api.ts';
import { createAppState } from './create-app-state.ts';
import { browserFrames } from './state/frame-batch.ts';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly servicescope: Transport;
  }
}

const target = document.querySelector('#app');
const created = await createAppState(createApi(window.servicescope), browserFrames(window), window);
if (target !== null) mount(App, { target, props: { created } });
