import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const ENTRY = fileURLToPath(new URL('../../../src-main/training/network/shell/shell-worker.ts', import.meta.url));
// Below node_modules: the bundle finds its packages from there.
const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/servicescope/shell-worker', import.meta.url));

let bundled: Promise<URL> | undefined;

/** The shell's thread as JavaScript: Node.js 20 runs no TypeScript. Built once per test process. */
export function shellWorkerUrl(): Promise<URL> {
  bundled ??= bundle(`${FOLDER}-${process.pid}`);
  return bundled;
}

async function bundle(outDir: string): Promise<URL> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: ENTRY,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'shell-worker.mjs' } },
    },
  });
  return pathToFileURL(`${outDir}/shell-worker.mjs`);
}
