import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containerExec } from '../../src-main/kube/exec-websocket.ts';
import { FailureError } from '../../src-main/kube/failure-error.ts';
import type { ContainerExec, ExecProcess } from '../../src-main/kube/kube-api.ts';
import { testConnection } from '../support/kube-client.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { CLIENT_IMAGE } from '../../scripts/suites/images.mjs';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';

const over = new AbortController();
let namespace = '';
let container: ContainerExec;

function shellPod(name: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  terminationGracePeriodSeconds: 0
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: shell
      image: ${CLIENT_IMAGE}
      imagePullPolicy: IfNotPresent
      command: [sleep, infinity]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
`;
}

function run(command: readonly string[], signal = over.signal, pod = 'shell'): Promise<ExecProcess> {
  return container.exec({ namespace, pod, container: 'shell', command, signal });
}

async function read(process: ExecProcess): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdout) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

beforeAll(async () => {
  namespace = await createNamespace('kube-exec');
  const { api, credentials } = await testConnection(over.signal);
  container = containerExec(credentials, api);
  await apply(shellPod('shell') + '---\n' + shellPod('victim'));
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod/shell', 'pod/victim', '--timeout=120s');
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

describe('a process in a container', () => {
  it('gives its output, its stderr and its exit code, argument by argument', async () => {
    const process = await run(['sh', '-c', 'printf "%s|" "$@"; echo oh >&2; exit 7', 'sh', 'a b', '$HOME', '한']);
    expect(await read(process)).toBe('a b|$HOME|한|');
    expect(await process.exit).toEqual({ kind: 'exited', code: 7 });
    expect(process.stderr()).toBe('oh\n');
  });

  it('reads what is written, and ends when its input ends', async () => {
    const process = await run(['sh', '-c', 'n=0; while read -r line; do echo "got $line"; n=$((n+1)); done; exit $n']);
    await process.write('one\n');
    await process.write('two\n');
    process.endInput();
    expect(await read(process)).toBe('got one\ngot two\n');
    expect(await process.exit).toEqual({ kind: 'exited', code: 2 });
  });

  it('sends a megabyte there and back', async () => {
    const process = await run(['cat']);
    const text = '0123456789abcde\n'.repeat(65_536);
    const written = process.write(text).then(() => process.endInput());
    expect((await read(process)) === text).toBe(true);
    await written;
    expect(await process.exit).toEqual({ kind: 'exited', code: 0 });
  });

  it('waits for a slow reader instead of filling memory', async () => {
    // In pieces of a megabyte: a shell of the training cluster holds no more at once.
    const script = 'i=0; while [ $i -lt 50 ]; do head -c 1000000 /dev/zero; i=$((i+1)); done';
    const process = await run(['sh', '-c', script]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const before = globalThis.process.memoryUsage().arrayBuffers;
    expect(before).toBeLessThan(30_000_000);
    let bytes = 0;
    for await (const chunk of process.stdout) bytes += chunk.length;
    expect(bytes).toBe(50_000_000);
    expect(await process.exit).toEqual({ kind: 'exited', code: 0 });
  });

  it('is lost, or killed by its exit code, when its Pod is deleted', async () => {
    const process = await run(['sleep', '300'], over.signal, 'victim');
    await kubectl('delete', 'pod', '-n', namespace, 'victim', '--force', '--grace-period=0');
    await read(process);
    const exit = await process.exit;
    expect(exit.kind === 'lost' || exit.code === 137).toBe(true);
    await expect(process.write('x')).rejects.toThrow();
  });

  it('ends with the signal, in the container too', async () => {
    const mine = new AbortController();
    const process = await run(['sh', '-c', 'while read -r line; do :; done; echo over > /tmp/ended'], mine.signal);
    await process.write('x\n');
    mine.abort();
    expect(await process.exit).toEqual({ kind: 'lost', detail: 'canceled' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await read(await run(['cat', '/tmp/ended']))).toBe('over\n');
  });
});

describe('a refused process', () => {
  const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => 'no failure',
      (error: unknown) => (error instanceof FailureError ? error.failure.code : error),
    );

  it('says that there is no such Pod', async () => {
    expect(await codeOf(run(['true'], over.signal, 'nobody'))).toBe('api.not-found');
  });

  it('says that a program is missing', async () => {
    const process = await run(['no-such-program']);
    await read(process);
    const exit = await process.exit;
    expect(exit.kind === 'lost' || exit.code !== 0).toBe(true);
  });

  it('is canceled before it begins', async () => {
    expect(await codeOf(run(['true'], AbortSignal.abort()))).toBe('canceled');
  });
});
