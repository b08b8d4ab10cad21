import { afterEach, beforeEach, expect, test } from 'vitest';
import { openScreen, type Screen } from '../../../../test/support/training/pod-screen.ts';
import { networkScene, type Scene } from '../../../../test/support/training/pods-behind-service.ts';
import type { KubeObject } from '../../cluster-api.ts';

// Each shell has a thread of its own: what one does to itself no other feels.
const CTRL_C = '\x03';
let scene: Scene;
let client: KubeObject;

async function begin(given: Parameters<typeof networkScene>[0] = {}): Promise<void> {
  scene = await networkScene(given);
  scene.pod('web', '10.244.1.2', { image: 'c1t1d0s7/myweb' });
  client = scene.pod('client', '10.244.2.2', { image: 'c1t1d0s7/network-multitool' });
  scene.service('web', '10.96.10.1', 80, [{ ip: '10.244.1.2', port: 8080, ready: true }]);
}

beforeEach(() => begin());
afterEach(() => scene.stop());

test('one that loops endlessly, and hears of nothing, does not keep another from answering', async () => {
  const other = openScreen(scene, client, ['bash'], true);
  await other.shows('# ');
  other.type('kept=yes\r');
  const stuck = openScreen(scene, client, ['bash'], true);
  await stuck.shows('# ');
  stuck.type("echo begun; awk 'BEGIN { while (1) { i++ } }'\r");
  await stuck.shows('\r\nbegun\r\n');
  other.type('echo "$kept"; curl -s web\r');
  await other.shows('\r\nyes\r\nHello World!');
  const late = openScreen(scene, client, ['sh', '-c', 'echo late'], false);
  await late.shows('late\n');
  const from = stuck.text().length;
  expect(stuck.text()).not.toMatch(/begun\r\n[^]*# $/);
  stuck.type(CTRL_C);
  await stuck.shows(/bash-5.1# $/, from);
  other.type('echo "$kept"\r');
  await other.shows(/yes[^]*\r\nyes\r\n/);
});

test.each([
  ['is out of memory', 'x=ab; while true; do x="$x$x"; done'],
  ['runs out of stack', 'f() { f; }; f'],
  ['is killed', 'sleep 1000'],
])('one that %s dies alone: another goes on where it was', async (_what, script) => {
  const other = openScreen(scene, client, ['bash'], true);
  await other.shows('# ');
  other.type('kept=yes\r');
  await other.shows(/kept=yes\r\nbash-5.1# $/);
  const dying = openScreen(scene, client, ['sh', '-c', `echo begun; ${script}`], false);
  await dying.shows('begun');
  if (script.startsWith('sleep')) dying.session.close();
  expect([126, 137]).toContain(await dying.session.exited);
  other.type('echo "$kept"; curl -s web\r');
  await other.shows('\r\nyes\r\nHello World!');
});

/** Of one processor, for two shells. One alone gets half of one where there are more. */
const FEW = 0.1;
const MANY = 1;
/** Alike in all else, the two together should come to a fifth of what the one does; to twice as much where nothing holds them. */
const AT_MOST = 0.6;
const WATCHED_MS = 3_000;

test('two that compute endlessly get no more of the processors than all shells may have', async () => {
  const counting = 'i=0; while true; do i=$((i+1)); echo $i; done';
  const count = (): Screen => openScreen(scene, client, ['sh', '-c', counting], false);
  const turns = (screens: readonly Screen[]): number =>
    screens.reduce((sum, each) => sum + (each.text().match(/\n/g) ?? []).length, 0);
  scene.stop();
  await begin({ shellProcessors: MANY });
  const free = [count()];
  const { stop } = scene;
  await begin({ shellProcessors: FEW });
  const held = [count(), count()];
  await Promise.all([...free, ...held].map((each) => each.shows('1\n')));
  const before = [turns(held), turns(free)] as const;
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  const [byTwo, byOne] = [turns(held) - before[0], turns(free) - before[1]];
  stop();
  expect(byTwo / byOne, `${byTwo} turns of two, ${byOne} of one`).toBeLessThan(AT_MOST);
});
