import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, session } from 'electron';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { declareAppScheme, serveApp } from './app/app-protocol.ts';
import { installationId } from './app/installation.ts';
import { type LaunchOptions, parseLaunchOptions } from './app/launch-options.ts';
import { openLog } from './app/log.ts';
import { setMenu } from './app/menu.ts';
import { denyPermissions, guardNavigation } from './app/navigation-guard.ts';
import { openSettings } from './app/settings-file.ts';
import { printRefusal, showRefusal } from './app/refusal-box.ts';
import { forkTrainingProcess } from './app/training-process.ts';
import { applyTheme } from './app/window.ts';
import { createConnections } from './compose/connections.ts';
import { watchContexts } from './compose/contexts.ts';
import { createOpenClusters } from './compose/open-clusters.ts';
import { createRequests } from './compose/requests.ts';
import { readSecondStart, sameKubeconfigs, secondStart } from './compose/second-start.ts';
import { createTrafficDesk } from './compose/traffic-desk.ts';
import { createTrainingDesk } from './compose/training-desk.ts';
import { createWindows, type Windows } from './compose/windows.ts';
import { serveRequests } from './ipc/serve.ts';
import { kubeconfigPaths } from './kube/kubeconfig-paths.ts';

// The composition root: builds everything, connects it, and quits. Nothing else may know both sides.

const out = import.meta.dirname;
const log = openLog(join(app.getPath('userData'), 'logs', 'main.log'));
const onTrouble = (error: unknown): void => {
  log.error(error);
};
// A defect, unlike other trouble: the log tells them apart, and no suite lets one pass.
process.on('uncaughtException', (error) => {
  log.error('Uncaught exception:', error);
});
process.on('unhandledRejection', (reason) => {
  log.error('Unhandled rejection:', reason);
});

declareAppScheme();
guardNavigation(app);

const launch = parseLaunchOptions(process.argv.slice(1));
if (!launch.ok) void refuse(launch.failure);
else if (app.requestSingleInstanceLock(secondStart(launch.options, process.env.KUBECONFIG))) void start(launch.options);
else app.quit();

/** A command line that is not understood opens no window. */
async function refuse(reason: Failure): Promise<void> {
  const settings = await openSettings(join(app.getPath('userData'), 'settings.json'), onTrouble);
  await app.whenReady();
  printRefusal(reason, settings.view(null).language);
  app.exit(2);
}

async function start(options: LaunchOptions): Promise<void> {
  const userData = app.getPath('userData');
  const settings = await openSettings(join(userData, 'settings.json'), onTrouble);
  const instance = await installationId(join(userData, 'installation-id'), onTrouble);
  await app.whenReady();
  applyTheme(settings.view(null).theme);
  denyPermissions(session.defaultSession);
  serveApp(session.defaultSession, join(out, '../renderer'));

  const ends = new AbortController();
  const preload = join(out, '../preload/preload.cjs');
  const windows = createWindows({ preload, session: session.defaultSession, onTrouble });
  const kubeconfigs = kubeconfigPaths(options.kubeconfig, process.env.KUBECONFIG, homedir());
  const trainingKubeconfig = join(userData, 'training', 'kubeconfig');
  const training = createTrainingDesk({
    fork: (wishes) => forkTrainingProcess({ ...wishes, entry: join(out, '../training/main.js') }),
    kubeconfig: trainingKubeconfig,
    changed: (state) => {
      for (const window of windows.all()) window.tell('training', state);
    },
  });
  const contexts = watchContexts({
    paths: kubeconfigs,
    training: trainingKubeconfig,
    changed: (list) => {
      for (const window of windows.all()) window.tell('contexts', list);
    },
    signal: ends.signal,
  });
  const connections = createConnections(`servicescope/${app.getVersion()}`);
  const clusters = createOpenClusters(contexts, connections);
  const journal = join(userData, 'runs.json');
  const traffic = await createTrafficDesk({ settings, contexts, connections, instance, journal, onTrouble });
  serveRequests({
    handlers: createRequests({ settings, contexts, clusters, traffic, training, windows }),
    windowOf: windows.of,
    onTrouble,
  });
  setMenu((command) => {
    windows.focused()?.tell('command', { command });
  });

  traffic.started(options, ends.signal);
  windows.open(options);
  app.on('activate', () => {
    if (windows.count() === 0) windows.open(options);
  });
  takeSecondStarts(windows, kubeconfigs.paths, (refused) => {
    showRefusal(refused, settings.view(null).language);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  quitCleanly(async () => {
    await traffic.close();
    ends.abort();
    await training.stop();
  });
}

/** A second start opens a window with its own wishes. One app reads one kubeconfig: another one asked for is refused. */
function takeSecondStarts(windows: Windows, open: readonly string[], refuse: (failure: Failure) => void): void {
  app.on('second-instance', (_event, commandLine, folder, data) => {
    const asked = readSecondStart(data, commandLine, folder);
    if (sameKubeconfigs(open, asked)) windows.open(asked);
    else refuse(failure('kubeconfig.other-open', { open, asked: asked.kubeconfigs ?? [] }));
  });
}

/** What runs create must be gone before the process is: quitting waits for the clean-up, at most so long. */
function quitCleanly(close: () => Promise<void>): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
