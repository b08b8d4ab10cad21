import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScreen, type Screen } from '../../../../test/support/training/pod-screen.ts';
import { networkScene, type Scene } from '../../../../test/support/training/pods-behind-service.ts';
import type { Clock } from '../../clock.ts';
import type { KubeObject } from '../../cluster-api.ts';

// Ctrl-C ends what runs within 200 ms. What hears of it waits for no clock: here none ever comes due. What hears of nothing is given
// less than that, which is looked at without waiting for it.
const AT_ONCE_MS = 200;

const HEARING = [
  ['a loop of requests', 'while true; do curl -s web; sleep 0.02; done'],
  ['a loop that only computes', 'while true; do i=$((i+1)); done'],
  ['a loop in a function', 'f() { while :; do :; done; }; f'],
  ['a connection nobody answers', 'curl -s http://10.96.99.99/'],
  ['sleep', 'sleep 1000'],
  ['read', 'read x'],
  ['ping', 'ping web'],
  ['a pipe', 'sleep 1000 | cat'],
] as const;
const DEAF = [
  ['awk', "awk 'BEGIN { while (1) { i++ } }'"],
  ['sed', "echo x | sed ':a; s/x/x/; ta'"],
] as const;

/** A clock whose timers come due when the test says so. */
interface HeldClock extends Clock {
  readonly waiting: Map<() => void, number>;
}

function heldClock(): HeldClock {
  const waiting = new Map<() => void, number>();
  return {
    waiting,
    now: () => Date.now(),
    after: (ms, run) => {
      waiting.set(run, ms);
      return () => waiting.delete(run);
    },
  };
}

describe('Ctrl-C', () => {
  const clock = heldClock();
  let scene: Scene;
  let client: KubeObject;

  beforeAll(async () => {
    scene = await networkScene({ clock });
    scene.pod('web', '10.244.1.2', { image: 'c1t1d0s7/myweb' });
    client = scene.pod('client', '10.244.2.2', { image: 'c1t1d0s7/network-multitool' });
    scene.service('web', '10.96.10.1', 80, [{ ip: '10.244.1.2', port: 8080, ready: true }]);
  });
  afterAll(() => scene.stop());

  /** A shell that knows something and runs the line. */
  async function begin(line: string): Promise<Screen> {
    const screen = openScreen(scene, client, ['bash'], true);
    await screen.shows('# ');
    screen.type('kept=yes; greet() { echo "hi $1"; }; cd /etc\r');
    await screen.shows(/cd \/etc\r\nbash-5.1# $/);
    screen.type(`${line}\r`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return screen;
  }

  async function goesOnAsItWas(screen: Screen, line: string, from: number): Promise<void> {
    screen.type('echo "$? $kept $PWD"; greet you\r');
    await screen.shows('\r\n130 yes /etc\r\nhi you\r\n', from);
    const again = screen.text().length;
    // The line that was broken off is the one before the last.
    screen.type('\x1b[A\x1b[A');
    await screen.shows(line, again);
    screen.session.close();
  }

  test.each(HEARING)('ends %s by itself, and the shell goes on as it was', async (_what, line) => {
    const screen = await begin(line);
    const from = screen.text().length;
    screen.type('\x03');
    await screen.shows(/bash-5.1# $/, from);
    await goesOnAsItWas(screen, line, from);
  });

  test.each(DEAF)('ends %s that hears of nothing in time, and the shell goes on as it was', async (_what, line) => {
    const screen = await begin(line);
    const from = screen.text().length;
    const before = new Set(clock.waiting.keys());
    screen.type('\x03');
    const added = [...clock.waiting].filter(([run]) => !before.has(run));
    expect(added.map(([, ms]) => ms < AT_ONCE_MS)).toEqual([true]);
    for (const [run] of added) run();
    await screen.shows(/bash-5.1# $/, from);
    await goesOnAsItWas(screen, line, from);
  });

  test('is shown once, be it that the terminal hears of it and the line too late', async () => {
    const screen = await begin('sleep 1000');
    const from = screen.text().length;
    const before = new Set(clock.waiting.keys());
    screen.session.onOutput((_stream, data) => {
      if (!Buffer.from(data).includes('^C')) return;
      for (const [run] of [...clock.waiting].filter(([each]) => !before.has(each))) run();
    });
    screen.type('\x03');
    await screen.shows(/bash-5.1# $/, from);
    expect(screen.text().slice(from)).toBe('^C\r\nbash-5.1# ');
    await goesOnAsItWas(screen, 'sleep 1000', from);
  });

  test('ends a shell that is none to go on with', async () => {
    const screen = openScreen(scene, client, ['sh', '-c', "echo begun; awk 'BEGIN { while (1) { i++ } }'"], true);
    await screen.shows('begun');
    const before = new Set(clock.waiting.keys());
    screen.type('\x03');
    for (const [run] of [...clock.waiting].filter(([each]) => !before.has(each))) run();
    expect(await screen.session.exited).toBe(130);
  });
});
