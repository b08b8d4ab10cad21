import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppCommand } from '#shared/ipc/contract.ts';

/**
 * The menu bar. Its entries are Electron's roles, which the system names in its own language; our own commands are
 * reached by key and shown in the page's keyboard help.
 */
export function setMenu(onCommand: (command: AppCommand) => void): void {
  const hidden: MenuItemConstructorOptions = {
    label: 'ServiceScope',
    submenu: [
      {
        label: 'ServiceScope',
        accelerator: 'CmdOrCtrl+,',
        click: () => {
          onCommand('settings');
        },
      },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([hidden, { role: 'editMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }]),
  );
}
