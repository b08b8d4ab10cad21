import { connect, type ClientHttp2Session } from 'node:http2';
import { ask, type ApiAddress } from '../test/support/training/training-client.ts';
import { inParallel, send } from './training-probe.ts';

const NAMESPACE = '/api/v1/namespaces/default';

export interface FanOut {
  readonly watches: number;
  /** Pods `many-0` and so on, each patched once. */
  readonly patches: number;
  /** How long the last event may take after the last patch, in ms. */
  readonly patienceMs: number;
}

/** Events a second that all the watches together were told, while Pods are patched as fast as the API answers. Throws where one stays out. */
export async function fanOut(to: ApiAddress, { watches, patches, patienceMs }: FanOut): Promise<number> {
  const writer = connect(`https://127.0.0.1:${to.port}`, { ca: to.ca });
  const reader = connect(`https://127.0.0.1:${to.port}`, { ca: to.ca });
  const stamp = `turn-${String(performance.now())}`;
  try {
    const told = await openWatches(reader, to, watches, stamp);
    const startedAt = performance.now();
    await inParallel(patches, (index) =>
      send(writer, to.token, 'PATCH', `${NAMESPACE}/pods/many-${index}`, { metadata: { annotations: { stamp } } }),
    );
    const until = performance.now() + patienceMs;
    while (told() < patches * watches) {
      if (performance.now() > until) throw new Error(`told ${told()} of ${patches * watches} events`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return (patches * watches) / ((performance.now() - startedAt) / 1000);
  } finally {
    writer.destroy();
    reader.destroy();
  }
}

/** Opens watches from now on: without a resourceVersion each would begin with all the Pods there are. Counts the events that carry the stamp. */
async function openWatches(
  session: ClientHttp2Session,
  to: ApiAddress,
  count: number,
  stamp: string,
): Promise<() => number> {
  const { text } = await ask(to, `${NAMESPACE}/pods?limit=1`);
  const { metadata } = JSON.parse(text) as { readonly metadata: { readonly resourceVersion: string } };
  const path = `${NAMESPACE}/pods?watch=1&labelSelector=app&resourceVersion=${metadata.resourceVersion}`;
  let events = 0;
  const opened = Array.from({ length: count }, () => {
    const stream = session.request({ ':path': path, authorization: `Bearer ${to.token}` });
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      events += lines.filter((line) => line.includes(stamp)).length;
    });
    stream.on('error', () => undefined);
    return new Promise((resolve) => stream.once('response', resolve));
  });
  await Promise.all(opened);
  return () => events;
}
