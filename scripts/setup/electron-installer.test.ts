import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedZip } from '../../test/support/stored-zip.ts';

// The way every user with a network comes to an Electron: its package's own installer. Here it runs as it stands, with this
// Node.js, against a mirror of ours; set-up's other tests play it.
const MODULES = join(import.meta.dirname, '../../node_modules');
const { version } = JSON.parse(readFileSync(join(MODULES, 'electron/package.json'), 'utf8')) as { version: string };
const ARCHIVE = `electron-v${version}-${process.platform}-${process.arch}.zip`;
const ZIP = storedZip({ electron: '#!/bin/sh\n', version });

let folder: string;
let asked: string[];
let mirror: Server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'servicescope-electron-'));
  const electron = join(folder, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  for (const file of ['install.js', 'package.json']) cpSync(join(MODULES, 'electron', file), join(electron, file));
  for (const scope of ['@electron', '@electron-internal'])
    symlinkSync(join(MODULES, scope), join(folder, 'node_modules', scope));
  asked = [];
});
afterEach(() => {
  mirror.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A mirror with this archive, which says that its checksum is `checksum`. */
async function serve(checksum: string): Promise<string> {
  const files = new Map<string, Buffer | string>([
    [`/v${version}/${ARCHIVE}`, ZIP],
    [`/v${version}/SHASUMS256.txt`, `${checksum} *${ARCHIVE}\n`],
  ]);
  mirror = createServer(({ url = '' }, response) => {
    asked.push(url);
    const file = files.get(url);
    response.writeHead(file === undefined ? 404 : 200, { 'content-length': file?.length ?? 0 }).end(file);
  });
  await new Promise<void>((listening) => mirror.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${String((mirror.address() as AddressInfo).port)}/`;
}

/** Resolves to the exit code and what was complained of. */
function install(from: string): Promise<{ readonly code: number; readonly stderr: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    ELECTRON_MIRROR: from,
    electron_config_cache: join(folder, 'cache'),
    electron_use_remote_checksums: '1',
  };
  return new Promise((ended) => {
    const installer = join(folder, 'node_modules/electron/install.js');
    execFile(process.execPath, [installer], { env, cwd: folder, timeout: 60_000 }, (error, _out, stderr) => {
      ended({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stderr });
    });
  });
}

const inDist = (file: string): string => join(folder, 'node_modules/electron/dist', file);

describe.skipIf(process.platform !== 'linux')('the installer of the package electron', () => {
  it('takes the archive of its version from ELECTRON_MIRROR and leaves a program that can be run, with its version', async () => {
    const sum = createHash('sha256').update(ZIP).digest('hex');
    const { code, stderr } = await install(await serve(sum));
    expect(code, stderr).toBe(0);
    expect(asked).toContain(`/v${version}/${ARCHIVE}`);
    expect(readFileSync(inDist('version'), 'utf8')).toBe(version);
    expect(statSync(inDist('electron')).mode & 0o111).not.toBe(0);
  });

  it('leaves nothing of an archive that is another than its checksum says', async () => {
    const { code, stderr } = await install(await serve('0'.repeat(64)));
    expect(code).toBe(1);
    expect(stderr).toMatch(/checksum/i);
    expect(existsSync(inDist('version'))).toBe(false);
  });
});
