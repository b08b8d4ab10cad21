import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const here = (path: string) => resolve(import.meta.dirname, path);

// Set by hand: electron-vite would read the version of the installed package, not of the runtime the code must also run on.
const NODE = 'node20.18';
const CHROME = 'chrome130';

// Native packages that just-bash asks for when a shell reads an archive of their kind. npm leaves them out where they do not
// compile; whether they are there must not decide whether the app can be built.
const OPTIONAL = ['@mongodb-js/zstd', 'node-liblzma'];

export default defineConfig({
  main: {
    build: {
      target: NODE,
      outDir: here('out'),
      emptyOutDir: false,
      externalizeDeps: false,
      rolldownOptions: {
        external: OPTIONAL,
        // The training cluster runs in a process of its own, and each of its shells in a thread of its own.
        input: {
          'main/main': here('src-main/main.ts'),
          'training/main': here('src-main/training/main.ts'),
          'training/shell-worker': here('src-main/training/network/shell/shell-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      outDir: here('out/preload'),
      externalizeDeps: false,
      // A sandboxed preload is one CommonJS file.
      rolldownOptions: {
        input: { preload: here('src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src-renderer'),
    plugins: [svelte({ configFile: false })],
    build: {
      target: CHROME,
      cssTarget: CHROME,
      outDir: here('out/renderer'),
      rolldownOptions: { input: { index: here('src-renderer/index.html') } },
    },
  },
});
