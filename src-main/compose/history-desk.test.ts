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
  const flaps = vi.fn();
  const desk = createHistoryDesk({ watch, clockSkewMs: () => 5_000, tell, flaps, signal: end.signal, clock });
  stores.Service.put(aService());
  stores.EndpointSlice.put(slice([one], [two]));
  state('Service', SYNCED);
  state('EndpointSlice', SYNCED);
  return { desk, tell, flaps, end, clock, stores };
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

it('tells of a Service nobody reads when a Pod of it has turned once too often, and when another does', async () => {
  const { desk, tell, flaps, clock, stores } = aDesk();
  const turn = async (pod: typeof one): Promise<void> => {
    const other = pod === one ? two : one;
    stores.EndpointSlice.put(slice([pod, NOT_READY], [other]));
    stores.EndpointSlice.put(slice([one], [two]));
    await clock.advance(TOLD_MS);
  };
  const told = (): unknown => desk.flapping.get('default/web')?.map(({ name, times }) => [name, times]);
  await turn(one);
  await turn(one);
  expect([flaps.mock.calls.length, told()]).toEqual([0, undefined]);
  await turn(one);
  expect([flaps.mock.calls, told()]).toEqual([[['default/web']], [['web-1', 3]]]);
  await turn(two);
  expect(flaps).toHaveBeenCalledTimes(1);
  await turn(two);
  await turn(two);
  expect(flaps).toHaveBeenCalledTimes(2);
  expect(told()).toEqual([
    ['web-1', 3],
    ['web-2', 3],
  ]);
  expect(tell).not.toHaveBeenCalled();
  await clock.advance(10 * 60_000);
  stores.EndpointSlice.put(slice([one]));
  await clock.advance(TOLD_MS);
  expect([flaps.mock.calls.length, told()]).toEqual([3, undefined]);
});
