import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScreen, type Screen } from '../../../../test/support/training/pod-screen.ts';
import { execute, networkScene, type Scene } from '../../../../test/support/training/pods-behind-service.ts';
import type { KubeObject } from '../../cluster-api.ts';

describe('a shell in a Pod', () => {
  let scene: Scene;
  let client: KubeObject;

  beforeAll(async () => {
    scene = await networkScene();
    scene.pod('web', '10.244.1.2', { image: 'c1t1d0s7/myweb' });
    client = scene.pod('client', '10.244.2.2', {
      image: 'c1t1d0s7/network-multitool',
      env: [{ name: 'GREETING', value: 'hello there' }],
    });
    scene.service('web', '10.96.10.1', 80, [{ ip: '10.244.1.2', port: 8080, ready: true }]);
  });
  afterAll(() => scene.stop());

  const open = (command: readonly string[], tty: boolean): Screen => openScreen(scene, client, command, tty);

  test('has the prompt of the image, runs lines, keeps variables, functions and the directory', async () => {
    const screen = open(['bash'], true);
    await screen.shows('bash-5.1# ');
    screen.type('x=5; greet() { echo "hi $1"; }; arr=(a "b c")\r');
    screen.type('cd /etc\r');
    screen.type('echo "$x $GREETING ${arr[1]} $PWD"; greet you; false\r');
    await screen.shows(/5 hello there b c \/etc\r\nhi you\r\n/);
    screen.type('echo "was $?"\r');
    await screen.shows('was 1\r\n');
    screen.type('exit 3\r');
    expect(await screen.session.exited).toBe(3);
  });

  test('ends at Ctrl-D, edits a line and recalls the last', async () => {
    const screen = open(['sh'], true);
    await screen.shows('/ # ');
    screen.type('echo abd\x1b[D\x7fb-\x1b[Cc\r');
    await screen.shows(/\r\nab-dc\r\n/);
    const from = screen.text().length;
    screen.type('\x1b[A\r');
    await screen.shows('\r\nab-dc\r\n', from);
    screen.type('\x04');
    expect(await screen.session.exited).toBe(0);
  });

  test('waits for the rest of what is begun', async () => {
    const screen = open(['bash'], true);
    await screen.shows('# ');
    screen.type('for i in 1 2; do\r');
    await screen.shows('\r\n> ');
    screen.type('echo "n $i"\rdone\r');
    await screen.shows(/n 1\r\nn 2\r\n/);
    screen.session.close();
  });

  test('an endless loop streams until Ctrl-C, and the prompt is back', async () => {
    const screen = open(['bash'], true);
    await screen.shows('# ');
    screen.type('while true; do curl -s web; sleep 0.02; done\r');
    await screen.shows(/(Hello World![^]*){5}/);
    const from = screen.text().length;
    const startedAt = performance.now();
    screen.type('\x03');
    await screen.shows(/\^C\r\nbash-5.1# $/, from);
    expect(performance.now() - startedAt).toBeLessThan(200);
    screen.type('echo still here\r');
    await screen.shows('\r\nstill here\r\n', from);
    screen.session.close();
  });

  test('a loop may go round more often, and run more commands, than just-bash would let it', async () => {
    // In eval it takes no turns, which would be most of its time.
    const loop = "eval 'i=0; while ((i < 120000)); do ((i++)); done; echo $i'";
    expect(await execute(scene, client, ['sh', '-c', loop])).toEqual({ stdout: '120000\n', stderr: '', code: 0 });
  });

  test('output appears as each command writes it', async () => {
    const screen = open(
      ['sh', '-c', 'echo first; for i in 1 2 3; do sleep 0.05; echo "turn $i"; done; sleep 1000'],
      false,
    );
    await screen.shows('first\nturn 1\nturn 2\nturn 3\n');
    screen.session.close();
  });

  test('reads lines while they come', async () => {
    const screen = open(['sh', '-c', 'while read -r a b; do echo "$b $a"; done; echo over'], false);
    screen.type('1 2\n');
    await screen.shows('2 1\n');
    screen.type('3 4\n');
    await screen.shows('4 3\n');
    screen.session.endInput();
    await screen.shows('over\n');
    expect(await screen.session.exited).toBe(0);
  });

  test('runs a script that comes over stdin', async () => {
    const { stdout, code } = await execute(
      scene,
      client,
      ['sh'],
      'x=1\nif [ $x = 1 ]; then\n echo one\nfi\nexit 4\necho no\n',
    );
    expect(stdout).toBe('one\n');
    expect(code).toBe(4);
  });

  test.each([
    ['a pipe', 'curl -s web | tr a-z A-Z', 'HELLO WORLD!\nWEB\n', ''],
    ['a substitution', 'echo "[$(curl -s web | head -n 1)]"', '[Hello World!]\n', ''],
    ['a file', 'curl -s web > /tmp/x; cat /tmp/x', 'Hello World!\nweb\n', ''],
    ['stderr to stdout', 'curl -sS http://nowhere 2>&1', 'curl: (6) Could not resolve host: nowhere\n', ''],
    ['stderr', 'echo oops >&2', '', 'oops\n'],
    ['stderr to a pipe', 'curl -sS http://nowhere 2>&1 | cat', 'curl: (6) Could not resolve host: nowhere\n', ''],
    [
      'a loop into a pipe',
      'for i in 1 2 3; do curl -s web; done | sort | uniq -c',
      '   3 Hello World!\n   3 web\n',
      '',
    ],
    ['nothing', 'curl -s web >/dev/null 2>&1; echo $?', '0\n', ''],
    ['a subshell', '(echo a; exit 2); echo $?', 'a\n2\n', ''],
    ['a filter', 'cat', 'from stdin\n', ''],
  ])('%s', async (_what, script, stdout, stderr) => {
    const done = await execute(scene, client, ['sh', '-c', script], 'from stdin\n');
    expect(done).toMatchObject({ stdout, stderr });
  });

  test('tells what it does not know', async () => {
    const { stderr, code } = await execute(scene, client, ['sh', '-c', 'frobnicate']);
    expect(stderr).toContain('frobnicate: command not found');
    expect(code).toBe(127);
  });

  test.each([
    ['a string that doubles', 'x=ab; while true; do x="$x$x"; done'],
    ['a pipe that only fills', 'x=$(seq 1 99999); while true; do echo "$x"; done | cat'],
    ['a recursion', 'f() { f; }; f'],
    ['a file that grows', 'seq 1 99999 > /tmp/a; while true; do cat /tmp/a /tmp/a > /tmp/b; mv /tmp/b /tmp/a; done'],
  ])('%s ends its shell alone', async (_what, script) => {
    const { code } = await execute(scene, client, ['sh', '-c', script]);
    expect([126, 137]).toContain(code);
    expect((await execute(scene, client, ['echo', 'fine'])).stdout).toBe('fine\n');
  });
});
