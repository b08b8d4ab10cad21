import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { Reply, Sink } from './call.ts';

type Response = ServerResponse | Http2ServerResponse;

/** How a reply is written. */
export interface SendOptions {
  readonly headOnly: boolean;
  /** With line breaks: for a person with curl. */
  readonly pretty: boolean;
}

/** Writes a reply. A stream is ended with its client, or when it has nothing more to say. */
export async function sendReply(
  to: Response,
  reply: Reply,
  options: SendOptions,
  abort: AbortController,
): Promise<void> {
  // Either kind of response has the methods used here; as a union their overloads can't be called.
  const response = to as ServerResponse;
  const { headOnly, pretty } = options;
  if (abort.signal.aborted) return;
  response.setHeader('Cache-Control', 'no-cache, private');
  if (reply.warnings !== undefined && reply.warnings.length > 0) {
    response.setHeader('Warning', reply.warnings.map(warningHeader));
  }
  switch (reply.kind) {
    case 'json':
      response.writeHead(reply.code, { 'Content-Type': reply.type ?? 'application/json' });
      response.end(headOnly ? undefined : `${JSON.stringify(reply.value, null, pretty ? 2 : 0)}\n`);
      return;
    case 'text':
      response.writeHead(reply.code, { 'Content-Type': reply.type ?? 'text/plain; charset=utf-8' });
      response.end(headOnly ? undefined : reply.text);
      return;
    case 'stream':
      response.writeHead(200, { 'Content-Type': reply.type });
      response.flushHeaders();
      try {
        if (!headOnly) await reply.run(sinkOf(response, abort.signal));
        response.end();
      } catch (error) {
        // Ended in order it would look whole, and left open the client would wait for the rest.
        response.destroy();
        throw error;
      }
  }
}

function sinkOf(response: ServerResponse, signal: AbortSignal): Sink {
  return {
    signal,
    get pending() {
      return response.writableLength;
    },
    write: (chunk) => {
      if (!signal.aborted) response.write(chunk);
    },
  };
}

/** RFC 7234 5.5 as the API server uses it: code 299, no agent. */
function warningHeader(text: string): string {
  return `299 - "${text.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`)}"`;
}
