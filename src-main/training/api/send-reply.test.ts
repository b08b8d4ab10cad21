import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import type { Reply } from './call.ts';
import { sendReply } from './send-reply.ts';

const failures: unknown[] = [];
let reply: Reply;
const server = createServer((_request, response) => {
  sendReply(response, reply, { headOnly: false, pretty: false }, new AbortController()).catch((error: unknown) =>
    failures.push(error),
  );
});

afterEach(() => server.close());

async function answer(): Promise<IncomingMessage> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, resolve).on('error', reject);
  });
}

it('a stream that has nothing more to say ends whole', async () => {
  reply = streamOf(() => Promise.resolve());
  expect(await textOf(await answer())).toBe('some');
  expect(failures).toEqual([]);
});

it('a stream that fails in the middle is cut, not left open and not ended as if it were whole', async () => {
  const mistake = new Error('a mistake of ours');
  reply = streamOf(() => Promise.reject(mistake));
  await expect(textOf(await answer())).rejects.toThrow('aborted');
  expect(failures).toEqual([mistake]);
});

function streamOf(rest: () => Promise<void>): Reply {
  return {
    kind: 'stream',
    type: 'text/plain',
    run: (sink) => {
      sink.write('some');
      return rest();
    },
  };
}
