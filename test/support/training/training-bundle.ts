import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const SOURCES = new URL('../../../src-main/training/', import.meta.url);
// Two folders below the root, as out/training is: scenarios and packages are found from there.
const FOLDER = fileURLToPath(new URL(`../../../out/training-test-${process.pid}`, import.meta.url));

let bundled: Promise<string> | undefined;

/** The path of main.js of the training cluster, its shells' thread beside it. Built once per test process, gone with it. */
export function trainingProgram(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: {
          main: fileURLToPath(new URL('main.ts', SOURCES)),
          'shell-worker': fileURLToPath(new URL('network/shell/shell-worker.ts', SOURCES)),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return `${FOLDER}/main.js`;
}
