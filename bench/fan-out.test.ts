import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTrainingApi, TOKEN, type TrainingApi } from '../test/support/training-api.ts';
import type { ApiAddress } from '../test/support/training/training-client.ts';
import { fanOut } from './fan-out.ts';

const PODS = 20;
let api: TrainingApi;
let to: ApiAddress;

beforeEach(async () => {
  api = await startTrainingApi();
  to = { port: api.port, ca: api.ca, token: TOKEN };
});

afterEach(() => api.server.close());

function makePods(labels: Readonly<Record<string, string>>): void {
  for (let index = 0; index < PODS; index += 1) {
    const spec = { containers: [{ name: 'main', image: 'nginx' }] };
    api.cluster.create('pods', 'default', { metadata: { name: `many-${index}`, labels }, spec });
  }
}

it('ends when each watch was told of each patch, however many Pods there are', async () => {
  makePods({ app: 'web' });
  for (const patches of [PODS / 2, PODS]) {
    expect(await fanOut(to, { watches: 3, patches, patienceMs: 10_000 })).toBeGreaterThan(0);
  }
});

it('takes no Pod that was there before for an event, and fails where one is not told', async () => {
  makePods({ app: 'web' });
  // The watches select by a label that this Pod no longer has: it goes, and its patch is not told.
  api.cluster.update('pods', 'default', 'many-0', {
    ...api.cluster.get('pods', 'default', 'many-0'),
    metadata: { name: 'many-0' },
  });
  await expect(fanOut(to, { watches: 3, patches: 2, patienceMs: 500 })).rejects.toThrow('told 3 of 6 events');
});
