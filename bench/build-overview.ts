import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin } from 'vite';
import type * as parts from './overview-parts.ts';

export type OverviewParts = typeof parts;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OFF = '\0findings-off';

/** In the place of the list's findings, for whoever wants to know what those cost. */
const findingsOff: Plugin = {
  name: 'findings-off',
  enforce: 'pre',
  resolveId: (source) => (source.endsWith('findings/overview-findings.ts') ? OFF : null),
  load: (id) =>
    id === OFF
      ? 'export const overviewFindings = () => ({ worst: null, needsAttention: false, findings: [], nextLook: null });'
      : null,
};

/** The renderer's state, compiled as for the window, in this process; off: with findings that find nothing. */
export async function loadOverview(findings: 'on' | 'off'): Promise<OverviewParts> {
  const folder = here(`../out/bench-overview-${findings}-${String(process.pid)}`);
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [svelte({ configFile: false }), ...(findings === 'off' ? [findingsOff] : [])],
    build: {
      outDir: folder,
      emptyOutDir: true,
      lib: { entry: here('overview-parts.ts'), formats: ['es'], fileName: () => 'parts.mjs' },
    },
  });
  try {
    return (await import(pathToFileURL(`${folder}/parts.mjs`).href)) as OverviewParts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
