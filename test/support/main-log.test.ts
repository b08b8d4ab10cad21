import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import log from 'electron-log/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDefects } from './main-log.ts';

const { resolvePathFn } = log.transports.file;
const { level } = log.transports.console;
let userData: string;
beforeAll(async () => {
  userData = await mkdtemp(join(tmpdir(), 'servicescope-log-'));
  await mkdir(join(userData, 'logs'));
  log.transports.file.resolvePathFn = () => join(userData, 'logs', 'main.log');
  log.transports.console.level = false;
});
afterAll(async () => {
  log.transports.file.resolvePathFn = resolvePathFn;
  log.transports.console.level = level;
  await rm(userData, { recursive: true, force: true });
});

it('reads what nobody handled, since it was last asked, and no other trouble', async () => {
  log.error('Uncaught exception:', 'Error: of an earlier start');
  const defects = await readDefects(userData);
  expect(await defects()).toEqual([]);
  log.error('Error: ENOSPC: no space left on device\n    at writeFile');
  log.error('Unhandled rejection:', 'Error: nobody waits\n    at main.js:1');
  expect(await defects()).toEqual(['Unhandled rejection: Error: nobody waits']);
  expect(await defects()).toEqual([]);
  await writeFile(join(userData, 'logs', 'main.log'), '');
  log.error('Uncaught exception:', 'Error: in a log that began anew');
  expect(await defects()).toEqual(['Uncaught exception: Error: in a log that began anew']);
});

it('of an app that has logged nothing says nothing', async () => {
  expect(await (await readDefects(join(userData, 'none')))()).toEqual([]);
});
