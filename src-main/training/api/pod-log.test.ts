import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../../../test/support/training/training-client.ts';
import { startWholeCluster, type WholeCluster } from '../../../test/support/training/whole-cluster.ts';
import { jsonListOf, at } from '../json.ts';

const sh = (script: string): object => ({ image: 'busybox', command: ['sh', '-c', script] });
/** No two runs write the same. */
const ENDING = sh('echo "ran at $(date +%s%N)"; exit 3');

const PATIENCE = { timeout: 30_000 };
const WAITING = 'container "main" in pod "told" is waiting to start:';

let whole: WholeCluster;

beforeAll(async () => {
  whole = await startWholeCluster();
  pod('web', [{ name: 'main', image: 'nginx' }]);
  pod('two', [
    { name: 'a', image: 'nginx' },
    { name: 'b', ...sh('echo from b; sleep 1000') },
  ]);
  pod('once', [{ name: 'main', ...sh('echo once; exit 3') }], { restartPolicy: 'Never' });
  pod('crashing', [{ name: 'main', ...ENDING }]);
  pod('unplaced', [{ name: 'main', image: 'nginx' }], { nodeSelector: { no: 'such' } });
  pod('told', [{ name: 'main', image: 'nginx' }], { nodeName: 'no-such-node' });
  pod('waits', [{ name: 'main', image: 'nginx' }], { initContainers: [{ name: 'first', ...sh('sleep 1000') }] });
});

afterAll(async () => {
  await whole.stop();
  expect(whole.errors).toEqual([]);
});

function pod(name: string, containers: readonly object[], spec: object = {}): void {
  whole.cluster.api.create('pods', 'default', { metadata: { name }, spec: { containers, ...spec } });
}

/** What the API says of the container `main`, or of the first. */
async function until(name: string, path: readonly string[], value: unknown): Promise<void> {
  const status = (): unknown =>
    jsonListOf(at(whole.cluster.api.get('pods', 'default', name), 'status', 'containerStatuses'))[0];
  await expect.poll(() => at(status(), ...path), PATIENCE).toBe(value);
}

async function log(name: string, query = ''): Promise<unknown> {
  const { code, text } = await ask(whole.api, `/api/v1/namespaces/default/pods/${name}/log?${query}`);
  if (code < 400) return { code, text };
  const { reason, message } = JSON.parse(text) as { reason: string; message: string };
  return { code, reason, message };
}

const refused = (message: string): unknown => ({ code: 400, reason: 'BadRequest', message });

it('tells what was written since a time, or says that it is none', async () => {
  await until('once', ['state', 'terminated', 'exitCode'], 3);
  expect(await log('once', 'sinceTime=2000-01-01T00:00:00Z')).toEqual({ code: 200, text: 'once\n' });
  expect(await log('once', 'sinceTime=2999-01-01T00:00:00Z')).toEqual({ code: 200, text: '' });
  expect(await log('once', 'sinceTime=noon')).toEqual(
    refused('parsing time "noon" as "2006-01-02T15:04:05Z07:00": cannot parse "noon" as "2006"'),
  );
});

it('an earlier run that never was is a 400, whether the container runs or ended', async () => {
  await until('web', ['ready'], true);
  expect(await log('web', 'previous=true')).toEqual(
    refused('previous terminated container "main" in pod "web" not found'),
  );
  await until('once', ['state', 'terminated', 'exitCode'], 3);
  expect(await log('once')).toEqual({ code: 200, text: 'once\n' });
  expect(await log('once', 'previous=true')).toEqual(
    refused('previous terminated container "main" in pod "once" not found'),
  );
});

it('a container that the Pod has not, or none of several, is a 400', async () => {
  expect(await log('web', 'container=other')).toEqual(refused('container other is not valid for pod web'));
  await until('two', ['ready'], true);
  expect(await log('two')).toEqual(refused('a container name must be specified for pod two, choose one of: [a b]'));
  await expect.poll(() => log('two', 'container=b')).toEqual({ code: 200, text: 'from b\n' });
  expect(await log('waits', 'container=main&previous=true')).toEqual(
    refused('previous terminated container "main" in pod "waits" not found'),
  );
});

it('a container that has not started says what it waits for', async () => {
  await until('waits', ['state', 'waiting', 'reason'], 'PodInitializing');
  expect(await log('waits')).toEqual(refused('container "main" in pod "waits" is waiting to start: PodInitializing'));
});

// A Pod of a node without kubelet: its status stays as the test tells it.
it.each([
  ['a wait for its container', { waiting: { reason: 'ContainerCreating' } }, `${WAITING} ContainerCreating`],
  ['an image that is not there', { waiting: { reason: 'ErrImagePull' } }, `${WAITING} image can't be pulled`],
  [
    'a pause between two pulls',
    { waiting: { reason: 'ImagePullBackOff' } },
    `${WAITING} trying and failing to pull image`,
  ],
  ['a run nobody has the log of', { terminated: { exitCode: 0 } }, 'unable to retrieve container logs for main'],
])('%s is a 400, not an answer that breaks off', async (_what, state, message) => {
  expect(await log('told')).toEqual(refused('container "main" in pod "told" is not available'));
  whole.cluster.api.updateStatus('pods', 'default', 'told', { containerStatuses: [{ name: 'main', state }] });
  expect(await log('told')).toEqual(refused(message));
  whole.cluster.api.updateStatus('pods', 'default', 'told', {});
});

it('a Pod on no node has nothing to tell', async () => {
  expect(await log('unplaced')).toEqual({ code: 204, text: '' });
});

it('a container that waits to be restarted: its newest run is the earlier one too', async () => {
  await until('crashing', ['state', 'waiting', 'reason'], 'CrashLoopBackOff');
  const newest = await log('crashing');
  expect(newest).toMatchObject({ code: 200, text: expect.stringMatching(/^ran at \d+\n$/) });
  expect(await log('crashing', 'previous=true')).toEqual(newest);
  await expect.poll(() => log('crashing'), PATIENCE).not.toEqual(newest);
  await until('crashing', ['state', 'waiting', 'reason'], 'CrashLoopBackOff');
  expect(await log('crashing', 'previous=true')).not.toEqual(newest);
});
