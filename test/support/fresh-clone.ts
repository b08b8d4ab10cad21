import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** The scripts are the real ones; of the sources only as much as can change. */
const COPIED = ['.ci', 'scripts', 'package.json', 'package-lock.json'];
const SOURCE = 'src-main/main.ts';

const MAKE = `const { mkdirSync, writeFileSync, chmodSync } = require('node:fs');
const { dirname } = require('node:path');
function make(file, text) { mkdirSync(dirname(file), { recursive: true }); writeFileSync(file, text); }`;

export interface CloneRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Programs outside the scripts that this run started, in order: name and arguments. */
  readonly commands: readonly string[];
}

/**
 * A clone nothing was ever installed in. What the scripts would start or fetch (npm, the system's programs, and what `npm ci`
 * brings: Electron's installer and the bundler) is played by programs that record how they were called.
 */
export interface FreshClone {
  readonly path: string;
  /** A cache of its own, where set-up keeps what checkouts share. */
  readonly cache: string;
  /** Puts a program on the PATH. `body`: what it does after it was recorded, as CommonJS. */
  program(name: string, body?: string): void;
  /** Puts the real one there. */
  link(name: string, target: string): void;
  write(file: string, text: string): void;
  read(file: string): string;
  append(file: string, text: string): void;
  /** Gives it to another user, who runs everything from now on. Only root can. */
  giveTo(uid: number): void;
  run(command: readonly string[], env?: Readonly<Record<string, string>>): CloneRun;
  remove(): void;
}

export function freshClone(): FreshClone {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'servicescope-clone-'));
  const [path, bin, cache, log] = ['clone', 'bin', 'cache', 'commands'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(bin);
  for (const name of COPIED) cpSync(join(ROOT, name), join(path, name), { recursive: true });
  const recorded = (name: string, body: string): string => `#!${process.execPath}
require('node:fs').appendFileSync(${JSON.stringify(log)}, [${JSON.stringify(name)}, ...process.argv.slice(2)].join(' ') + '\\n');
${MAKE}
${body}
`;
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  const program = (name: string, body = ''): void => {
    writeFileSync(join(bin, name), recorded(name, body));
    chmodSync(join(bin, name), 0o755);
  };
  program('npm', npmCi(recorded));
  for (const name of ['ldd', 'xvfb-run', 'xauth']) program(name);
  program('fc-list', 'console.log("a font with Korean letters");');
  write(SOURCE, 'export {};\n');
  let runAs: { readonly uid?: number } = {};
  return {
    path,
    cache,
    program,
    link: (name, target) => symlinkSync(target, join(bin, name)),
    write,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    append: (file, text) => appendFileSync(join(path, file), text),
    giveTo: (uid) => {
      execFileSync('chown', ['-R', String(uid), folder]);
      runAs = { uid };
    },
    run: ([name = '', ...args], env = {}) => {
      rmSync(log, { force: true });
      const whole = { PATH: bin, HOME: folder, XDG_CACHE_HOME: cache, ...env };
      const { status, stdout, stderr } = spawnSync(name, args, { cwd: path, env: whole, encoding: 'utf8', ...runAs });
      const commands = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
      return { status, stdout, stderr, commands };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What `npm ci` leaves of the packages that set-up starts. */
function npmCi(recorded: (name: string, body: string) => string): string {
  const electron = recorded('electron', '');
  const install = recorded(
    'electron-installer',
    `make(__dirname + '/dist/version', '45.0.0');
make(__dirname + '/dist/electron', ${JSON.stringify(electron)});
chmodSync(__dirname + '/dist/electron', 0o755);`,
  );
  const build = recorded('electron-vite', "make('out/main/main.js', '');");
  const files = {
    'electron/package.json': '{ "version": "45.0.0" }',
    'electron/install.js': install,
    'electron-vite/package.json': '{}',
    'electron-vite/bin/electron-vite.js': build,
  };
  return `for (const [file, text] of Object.entries(${JSON.stringify(files)})) make('node_modules/' + file, text);`;
}
