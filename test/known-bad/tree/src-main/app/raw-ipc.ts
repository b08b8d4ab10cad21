// known-bad: lint rules: Raw IPC belongs to src-main/ipc
import { ipcMain } from 'electron';

export const listen = (): void => void ipcMain.on('anything', () => undefined);
