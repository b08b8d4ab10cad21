import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkScene, type Scene } from '../../../../test/support/training/pods-behind-service.ts';
import type { KubeObject } from '../../cluster-api.ts';
import type { TerminalSession } from '../../pod-runtime.ts';
import { MAX_STRING_BYTES } from './live-fs.ts';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly code: number;
}

describe('bytes through a shell', () => {
  let scene: Scene;
  let client: KubeObject;

  beforeAll(async () => {
    scene = await networkScene();
    client = scene.pod('client', '10.244.2.2', { image: 'c1t1d0s7/network-multitool' });
  });
  afterAll(() => scene.stop());

  const open = (script: string): TerminalSession =>
    scene.network.exec(client.metadata.uid, 'main', { command: ['sh', '-c', script], stdin: true, tty: false });

  const run = async (script: string, input: Uint8Array = Buffer.alloc(0)): Promise<Ran> => {
    const session = open(script);
    const written: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
    session.onOutput((stream, data) => void written[stream].push(data));
    session.write(input);
    session.endInput();
    const code = await session.exited;
    return { stdout: Buffer.concat(written.stdout), stderr: Buffer.concat(written.stderr).toString(), code };
  };

  test.each(['cat', 'cat | cat', 'cat > /tmp/x; cat /tmp/x'])('come back from %s as they went in', async (script) => {
    const input = Buffer.alloc(MAX_STRING_BYTES, EVERY_BYTE);
    const { stdout, stderr, code } = await run(script, input);
    expect(stdout.equals(input)).toBe(true);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test('one too many is refused, and none comes back', async () => {
    const { stdout, stderr, code } = await run('cat', Buffer.alloc(MAX_STRING_BYTES + 1));
    expect(stdout).toHaveLength(0);
    expect(stderr).toContain('limit exceeded');
    expect(code).not.toBe(0);
  });

  test('/dev/zero gives as many as are asked for, and refuses more than can be held', async () => {
    expect((await run('head -c 10 /dev/zero')).stdout).toEqual(Buffer.alloc(10));
    expect((await run('head -c 10 < /dev/zero | wc -c')).stdout.toString().trim()).toBe('10');
    const most = await run(`head -c ${MAX_STRING_BYTES} /dev/zero`);
    expect(most.stdout.equals(Buffer.alloc(MAX_STRING_BYTES))).toBe(true);
    expect((await run('echo x > /dev/zero; head -c 1 /dev/zero')).stdout).toEqual(Buffer.alloc(1));
    for (const script of [`head -c ${MAX_STRING_BYTES + 1} /dev/zero`, 'cat /dev/zero']) {
      const { stdout, stderr, code } = await run(script);
      expect(stdout).toHaveLength(0);
      expect(stderr).toContain('exceeded');
      expect(code).not.toBe(0);
    }
  });

  test('a command waits for a slow reader', async () => {
    const session = open('while true; do head -c 100000 /dev/zero; done');
    let bytes = 0;
    let read: () => void = () => undefined;
    session.onOutput((_stream, data) => {
      bytes += data.length;
      return new Promise((resolve) => {
        read = resolve;
      });
    });
    // 256 KB may be on their way.
    await expect.poll(() => bytes, { timeout: 30_000 }).toBe(300_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(bytes).toBe(300_000);
    read();
    await expect.poll(() => bytes, { timeout: 30_000 }).toBe(400_000);
    session.close();
  });

  test('a client that goes is the end of the input, and soon that of a command that does not care', async () => {
    const reader = open('while read -r line; do :; done; exit 7');
    reader.close();
    expect(await reader.exited).toBe(7);
    const other = open('sleep 1000');
    other.close();
    expect(await other.exited).toBe(137);
  });
});
