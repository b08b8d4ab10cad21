import type { Readable } from 'node:stream';
import { badRequest, tooLarge } from '../status-errors.ts';

/** The API server's own limit of a body: 3 MB. Source: apiserver server/config.go MaxRequestBodyBytes. */
const LARGEST_BODY = 3 * 1024 * 1024;

/**
 * The whole body. Throws the 413 of one too large, without keeping it but once it is all there: what is left unread
 * would be in the way of the connection's next request. Throws a 400 where the client goes in the middle.
 */
export async function readBytes(body: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of untilCut(body)) {
    size += chunk.length;
    if (size > LARGEST_BODY) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw tooLarge(LARGEST_BODY);
  return Buffer.concat(chunks);
}

/** A body that is cut is the client's doing: no error of ours. */
async function* untilCut(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw badRequest(`the body ended early: ${error instanceof Error ? error.message : String(error)}`);
  }
}
