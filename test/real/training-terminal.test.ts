import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onTerminal, type PtyCommand } from '../support/pty-command.ts';
import { startTrainingProcess, type TrainingProcess } from '../support/training/training-process.ts';

// `kubectl exec -it` on a terminal: what a learner's fingers do, on the training cluster's shell.
const run = promisify(execFile);
const PROMPT = /bash-5\.1# $/;
/** What a learner feels as at once. */
const AT_ONCE_MS = 200;

const PODS = `apiVersion: v1
kind: Pod
metadata: {name: client}
spec: {containers: [{name: main, image: c1t1d0s7/network-multitool}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: main, image: c1t1d0s7/myweb}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

let training: TrainingProcess;
let terminal: PtyCommand;

beforeAll(async () => {
  training = await startTrainingProcess();
  const kubectl = `kubectl --kubeconfig ${training.kubeconfig}`;
  await run('sh', ['-c', `${kubectl} apply -f - <<'E'\n${PODS}E\n${kubectl} wait --for=condition=Ready pod --all`]);
  await run('sh', ['-c', `until ${kubectl} get endpointslices -o wide | grep -q 10.244; do sleep 0.2; done`]);
  // The terminal changes its size one second later, as a window does that is dragged.
  const resize = '(sleep 1; stty cols 132 rows 50 </dev/tty) &';
  terminal = onTerminal(`stty cols 80 rows 24; ${resize} exec ${kubectl} exec -it client -- bash`);
  await terminal.shows(PROMPT);
});

afterAll(async () => {
  terminal.kill();
  expect(training.complaints()).toBe('');
  await training.end();
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Milliseconds from keys to the next prompt. */
async function toPrompt(keys: string): Promise<number> {
  const from = terminal.text().length;
  const pressedAt = performance.now();
  terminal.type(keys);
  await terminal.shows(/\n[^]*bash-5\.1# $/, from);
  return performance.now() - pressedAt;
}

async function line(typed: string): Promise<string> {
  const from = terminal.text().length;
  terminal.type(typed);
  return terminal.shows(/\n[^]*bash-5\.1# $/, from);
}

describe('the line of the course notes', () => {
  it('makes a client with a shell and takes it away, less --generator, which kubectl has no more', async () => {
    const line = 'run nettool2 -it --image=c1t1d0s7/network-multitool --rm=true bash';
    const typed = onTerminal(`stty cols 120 rows 40; exec kubectl --kubeconfig ${training.kubeconfig} ${line}`);
    // kubectl may have been slower than the prompt, which is then not shown: a learner presses Enter as it says.
    const nudge = setTimeout(() => typed.type('\r'), 10_000);
    await typed.shows(PROMPT);
    clearTimeout(nudge);
    const from = typed.text().length;
    typed.type('curl -s web\r');
    await typed.shows(/Hello World[^]*bash-5\.1# $/, from);
    typed.type('exit\r');
    await typed.shows(/pod "nettool2" deleted/, from);
    expect(await typed.ended).toBe(0);
  });
});

describe('kubectl exec -it', () => {
  it('runs a line, and again by arrow up', async () => {
    expect(await line('echo "once $((1+1))"\r')).toContain('\nonce 2\r\n');
    expect(await line('\x1b[A\r')).toContain('\nonce 2\r\n');
  });

  it('goes on after the window changed its size', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await line('echo fine\r')).toContain('\nfine\r\n');
  });

  it('streams a loop of requests until Ctrl-C, which ends it at once', async () => {
    const interrupts: number[] = [];
    const emptyLines: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      emptyLines.push(await toPrompt('\r'));
      const from = terminal.text().length;
      terminal.type('while true; do curl -s web; sleep 0.5; done\r');
      await terminal.shows(/(Hello World[^]*){3}/, from);
      interrupts.push(await toPrompt('\x03'));
    }
    const told = (values: readonly number[]): string => values.map((ms) => ms.toFixed(0)).join(', ');
    // An empty line beside it tells a slow Ctrl-C from a busy machine.
    const measured = `to the prompt, ms: Ctrl-C ${told(interrupts)}; an empty line ${told(emptyLines)}`;
    console.log(measured);
    expect(median(interrupts), measured).toBeLessThan(AT_ONCE_MS);
    expect(await line('echo $?\r')).toContain('\n130\r\n');
  });

  it('ends at Ctrl-D with the last exit code', async () => {
    await line('(exit 4)\r');
    terminal.type('\x04');
    expect(await terminal.ended).not.toBeNull();
    expect(terminal.text()).toMatch(/exit\r\ncommand terminated with exit code 4/);
  });
});
