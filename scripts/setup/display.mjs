import { existsSync, readFileSync } from 'node:fs';

/**
 * Whether a window can be opened at all.
 * @param {{ platform: string, env: Record<string, string | undefined>, localServers: (number: string) => boolean }} facts
 */
export function displayIn({ platform, env, localServers }) {
  if (platform !== 'linux') return true;
  if (env.WAYLAND_DISPLAY) return true;
  const local = /^(?:unix)?:(\d+)/.exec(env.DISPLAY ?? '');
  if (local?.[1] !== undefined) return localServers(local[1]);
  return Boolean(env.DISPLAY);
}

/** @param {string} number an X server listens at a file, or at an abstract address of the same name */
function hasLocalServer(number) {
  const path = `/tmp/.X11-unix/X${number}`;
  if (existsSync(path)) return true;
  try {
    return readFileSync('/proc/net/unix', 'utf8').includes(`@${path}\n`);
  } catch {
    return true; // Unknown: let Electron tell.
  }
}

export const hasDisplay = () =>
  displayIn({ platform: process.platform, env: process.env, localServers: hasLocalServer });

/** xvfb-run's: nobody sees it, so nobody can be asked by it. */
export const isVirtualDisplay = () => /\bxvfb-run\b/.test(process.env.XAUTHORITY ?? '');

/** What stands before a command that opens windows for nobody to see. */
export const screen = () => (hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24']);

export const NO_DISPLAY =
  'There is no display to open a window on: set DISPLAY or WAYLAND_DISPLAY, or run "xvfb-run -a npm start".';
