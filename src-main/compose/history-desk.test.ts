import { expect, it, vi } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { aHistoryScene, next, NOT_READY, one, slice, SYNCED, two, WEB } from '../../test/support/history-scene.ts';
import { aService, aSlice } from '../../test/support/builders.ts';
import { createHistoryDesk } from './history-desk.ts';

const TOLD_MS = 300;

function aDesk() {
  const { watch, stores, state } = aHistoryScene();
  const clock = createFakeClock();
  const end = new AbortController();
  const tell = vi.fn();
  const desk = createHistoryDesk({ watch, clockSkewMs: () => 5_000, tell, signal: end.signal, clock });
  stores.Service.put(aService());
  stores.EndpointSlice.put(slice([one], [two]));
  state('Service', SYNCED);
  state('EndpointSlice', SYNCED);
  return { desk, tell, end, clock, stores };
}

it('tells a window of the Service it reads, once for many changes, and of no other', async () => {
  const { desk, tell, clock, stores } = aDesk();
  await clock.advance(TOLD_MS);
  expect(tell).not.toHaveBeenCalled();
  expect(desk.read(WEB)).toMatchObject({ began: clock.now() - TOLD_MS + 5_000, entries: [] });
  stores.Service.put(next(aService({ meta: { name: 'other' } })));
  stores.EndpointSlice.put(next(aSlice({ meta: { name: 'other' }, serviceName: 'other' })));
  await clock.advance(TOLD_MS);
  expect(tell).not.toHaveBeenCalled();
  stores.EndpointSlice.put(slice([one, NOT_READY], [two]));
  stores.EndpointSlice.put(slice([one], [two]));
  await clock.advance(TOLD_MS - 1);
  expect(tell).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(tell.mock.calls).toEqual([[WEB]]);
  expect(desk.read(WEB)?.entries).toHaveLength(2);
  await clock.advance(TOLD_MS);
  expect(tell).toHaveBeenCalledTimes(1);
});

it('tells nothing more when the window has turned away', async () => {
  const { desk, tell, end, clock, stores } = aDesk();
  desk.read(WEB);
  stores.EndpointSlice.put(slice([two]));
  end.abort();
  await clock.advance(TOLD_MS);
  expect(tell).not.toHaveBeenCalled();
});
