// @ts-check
import { join } from 'node:path';
import { binariesOf, modules } from './build.mjs';
import { answers } from './http-get.mjs';
import { imageArchives } from './image-archive.mjs';

const address = '127.0.0.1:5000';
export const registryUrl = `http://${address}`;

/**
 * Where containerd pulls from, whatever registry an image names.
 * @returns {import('./processes.mjs').Part}
 */
export function registry() {
  return {
    name: 'registry',
    command: [join(binariesOf(modules.registry), 'registry'), `-listen=${address}`, ...imageArchives()],
    isReady: () => answers(`${registryUrl}/v2/`),
  };
}
