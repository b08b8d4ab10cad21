import { contextBridge, ipcRenderer } from 'electron';
import { EVENT_CHANNEL, REQUEST_CHANNEL, type EventName, type RequestName } from '#shared/ipc/contract.ts';

/** The whole of what a page can reach: two functions over two fixed channels. Electron's own objects never pass. */
contextBridge.exposeInMainWorld('servicescope', {
  request: (name: RequestName, argument: unknown): Promise<unknown> =>
    ipcRenderer.invoke(REQUEST_CHANNEL, name, argument),
  subscribe: (name: EventName, listener: (payload: unknown) => void): (() => void) => {
    const onEvent = (_event: unknown, sent: EventName, payload: unknown): void => {
      if (sent === name) listener(payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, onEvent);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, onEvent);
    };
  },
});
