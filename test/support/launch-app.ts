import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { resolveElectron } from '../../scripts/setup/electron-runtime.mjs';
import { TEST_CONTEXT, TEST_KUBECONFIG } from './kubectl.ts';
import { readDefects } from './main-log.ts';

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Where this installation keeps its settings; kept over a restart when given back to `launchApp`. */
  readonly userData: string;
  /** What the page said to its console in anger: CSP violations, exceptions. */
  readonly complaints: readonly string[];
  /** What nobody handled in the main process, as its log has it, since this was last asked. */
  defects(): Promise<readonly string[]>;
  /** Also fails the test where the page complained or the main process had a defect. */
  close(): Promise<void>;
}

export interface LaunchWishes {
  /** Replaces `--kubeconfig … --context …` of the test cluster. */
  readonly args?: readonly string[];
  readonly namespace?: string;
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly readOnly?: boolean;
  /** The page is made to complain, by attacks that its policy refuses; default: it must not. */
  readonly provoked?: boolean;
}

/** What tsx, which runs benches and the demo, calls in functions that are sent to the page. */
const NAMES = 'globalThis.__name ??= (named) => named;';

/** Starts the built app as `npm start` does, on the test cluster, with settings of its own. */
export async function launchApp(wishes: LaunchWishes = {}): Promise<LaunchedApp> {
  const userData = wishes.userData ?? (await mkdtemp(join(tmpdir(), 'servicescope-test-')));
  const electron = resolveElectron();
  const cluster = ['--kubeconfig', TEST_KUBECONFIG, ...(TEST_CONTEXT === '' ? [] : ['--context', TEST_CONTEXT])];
  const defects = await readDefects(userData);
  const app = await _electron.launch({
    executablePath: electron.executablePath,
    args: [
      ...electron.args,
      electron.appPath,
      `--user-data-dir=${userData}`,
      ...(wishes.args ?? cluster),
      ...(wishes.namespace === undefined ? [] : ['-n', wishes.namespace]),
      ...(wishes.readOnly === true ? ['--readonly'] : []),
    ],
    env: { ...inherited(), LANGUAGE: 'en', LANG: 'en_US.UTF-8', ...wishes.env },
  });
  const page = await app.firstWindow();
  await page.addInitScript(NAMES);
  await page.evaluate(NAMES);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    app,
    page,
    userData,
    complaints,
    defects,
    close: async () => {
      await app.close();
      // Softly: a test that failed before keeps its own reason.
      expect.soft(await defects(), 'unhandled in the main process').toEqual([]);
      if (wishes.provoked !== true) expect.soft(complaints, 'what the page complained of').toEqual([]);
      if (wishes.userData === undefined) await rm(userData, { recursive: true, force: true });
    },
  };
}

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
