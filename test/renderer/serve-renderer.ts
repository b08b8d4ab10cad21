import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');
const OUT = '/tmp/servicescope-renderer';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** The policy main's own protocol sends, read from its source: what it forbids must be seen here too. */
async function policy(): Promise<string> {
  const source = await readFile(join(ROOT, 'src-main/app/app-protocol.ts'), 'utf8');
  const list = /CONTENT_SECURITY_POLICY = \[([\s\S]*?)\]/.exec(source)?.[1] ?? '';
  return [...list.matchAll(/"([^"]+)"|'([^'\n]+)'/g)].map((match) => match[1] ?? match[2]).join('; ');
}

/** Builds the renderer as it ships and serves it with its real policy. Resolves to its address and how to end it. */
export async function serveRenderer(): Promise<{ readonly url: string; readonly player: string; close(): void }> {
  const player = join(OUT, 'player');
  await build({
    root: join(ROOT, 'src-renderer'),
    configFile: false,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    build: { outDir: join(OUT, 'renderer'), emptyOutDir: true, target: 'chrome130' },
  });
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: player,
      emptyOutDir: true,
      lib: {
        entry: join(ROOT, 'test/renderer/play-scene.ts'),
        formats: ['iife'],
        name: 'player',
        fileName: () => 'player.js',
      },
    },
  });
  const csp = await policy();
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const path = resolve(join(OUT, 'renderer'), `.${request.url === '/' ? '/index.html' : (request.url ?? '')}`);
    if (!path.startsWith(join(OUT, 'renderer') + sep)) return void response.writeHead(404).end();
    readFile(path).then(
      (body) => {
        const type = TYPES[extname(path)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': csp }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/`, player: join(player, 'player.js'), close: () => server.close() };
}
