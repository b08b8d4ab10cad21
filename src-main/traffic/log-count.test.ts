import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { createFakeClock, settle } from '../../test/support/fake-clock.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { countLogs, type LogCounter } from './log-count.ts';

/** What a read of a container's log gives: lines with their second, then an end, a break, or nothing more for now. */
interface Reading {
  readonly lines: readonly string[];
  readonly then: 'end' | 'break' | 'open';
}
/** A Pod's uid and containers; each container's readings are given one after the other, the last again and again. */
interface Kubelet {
  uid: string;
  phase: string;
  readonly logs: Readonly<Record<string, Reading[]>>;
}

const MINUTE = '2026-11-24T04:00:';
/** `7 GET aaaa`: logged at second 7. */
const stamped = (line: string): string => line.replace(/^(\d+)/, (at) => `${MINUTE}${at.padStart(2, '0')}.000000001Z`);

const broken = new FailureError(failure('connect.lost', { host: 'h', detail: '' }));

/** Pods by name; a Pod that is missing is not found. Texts come in pieces of three bytes. */
function apiOf(
  pods: Record<string, Kubelet | undefined>,
  refuse: (request: ApiRequest) => boolean = () => false,
): KubeApi {
  const podOf = ({ path }: ApiRequest): Kubelet => {
    const pod = pods[path.split('/')[6] ?? ''];
    if (pod === undefined) throw new FailureError(failure('api.not-found', { kind: 'pods', name: '' }));
    return pod;
  };
  const answer = <T>(request: ApiRequest, give: () => T): Promise<T> =>
    Promise.resolve().then(() => {
      if (refuse(request)) throw broken;
      return give();
    });
  return {
    json: <T>(request: ApiRequest) =>
      answer(request, () => {
        const { uid, phase, logs } = podOf(request);
        const containers = Object.keys(logs).map((name) => ({ name }));
        return { metadata: { uid }, spec: { containers }, status: { phase } } as T;
      }),
    stream: (request) =>
      answer(request, () => {
        const { container = '', previous, sinceTime = '' } = request.query ?? {};
        const readings = podOf(request).logs[container] ?? [];
        const reading = readings.length > 1 && previous === undefined ? readings.shift() : readings[0];
        if (previous !== undefined || reading === undefined)
          throw new FailureError(failure('api.rejected', { status: 400, message: 'none' }));
        return play(reading, sinceTime);
      }),
    clockSkewMs: () => null,
  };
}

async function* play({ lines, then }: Reading, since: string): AsyncGenerator<Uint8Array, void, undefined> {
  const asked = lines.map(stamped).filter((line) => !(Date.parse(line.split(' ')[0] ?? '') < Date.parse(since)));
  const bytes = Buffer.from(asked.map((line) => `${line}\n`).join(''));
  for (let from = 0; from < bytes.length; from += 30) yield await Promise.resolve(bytes.subarray(from, from + 30));
  if (then === 'break') throw broken;
  if (then === 'open') await new Promise(() => undefined);
}

const whole = (...lines: readonly string[]): Reading => ({ lines, then: 'open' });
const pod = (logs: Readonly<Record<string, Reading[]>>, uid = 'uid'): Kubelet => ({ uid, phase: 'Running', logs });
const member = (name: string, uid = 'uid', ready = true): Parameters<LogCounter['follow']>[0][number] => ({
  uid,
  pod: name,
  ips: [],
  ready,
  hinted: false,
});

interface Counted {
  readonly counter: LogCounter;
  readonly clock: ReturnType<typeof createFakeClock>;
  /** Totals in the order they were told. */
  readonly told: readonly number[];
  readonly logged: (asked?: number) => ReturnType<LogCounter['logged']>;
}

function start(api: KubeApi): Counted {
  const clock = createFakeClock(Date.parse(`${MINUTE}01Z`));
  const told: number[] = [];
  const logged: Counted['logged'] = (asked = 10) =>
    counter.logged([
      { name: 'c-0', nonce: 'aaaa', asked },
      { name: 'c-1', nonce: 'bbbb', asked },
    ]);
  const total = (): number =>
    Object.values(logged(1_000) ?? {}).reduce((sum, of) => sum + Object.values(of).reduce((a, b) => a + b, 0), 0);
  const counter = countLogs(
    { api, clock },
    'n',
    ['aaaa', 'bbbb'],
    () => told.push(total()),
    new AbortController().signal,
  );
  return { counter, clock, told, logged };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await settle();
}

/** The counts after ten seconds of a Pod `web-1`. */
async function countedOf(logs: Readonly<Record<string, Reading[]>>): Promise<Counted> {
  const counted = start(apiOf({ 'web-1': pod(logs) }));
  counted.counter.follow([member('web-1')]);
  await settled();
  await counted.clock.advance(10_000);
  await settled();
  return counted;
}

describe('countLogs', () => {
  it('counts lines with a nonce, per Pod and client, each line once', async () => {
    const { counter, logged } = start(
      apiOf({
        'web-1': pod({ web: [whole('2 GET aaaa', '3 GET aaaa aaaa', '3 GET bbbb', '4 GET cccc')] }, 'uid-1'),
        'web-2': pod({ web: [whole('2 GET bbbb')] }, 'uid-2'),
        'web-3': pod({ web: [whole('2 nothing')] }, 'uid-3'),
      }),
    );
    const members = ['1', '2', '3'].map((number) => member(`web-${number}`, `uid-${number}`));
    counter.follow(members);
    counter.follow(members);
    await settled();
    expect(logged()).toEqual({ 'web-1': { 'c-0': 2, 'c-1': 1 }, 'web-2': { 'c-1': 1 } });
    expect(counter.unread(true)).toEqual([]);
  });

  it('does not add up the containers of a Pod', async () => {
    const sidecar = [whole('2 aaaa', '3 aaaa', '4 aaaa')];
    expect((await countedOf({ web: [whole('2 aaaa', '3 aaaa')], sidecar })).logged()).toEqual({
      'web-1': { 'c-0': 3 },
    });
  });

  it('says nothing where one request makes several lines', async () => {
    expect((await countedOf({ web: [whole('2 aaaa', '2 aaaa', '2 aaaa')] })).logged(2)).toBeNull();
  });

  it('goes on where a stream broke: no line is counted twice, and no number ever falls', async () => {
    const { logged, told, counter } = await countedOf({
      web: [
        { lines: ['2 aaaa', '3 aaaa', '3 aaaa'], then: 'break' },
        { lines: ['2 aaaa', '3 aaaa'], then: 'break' },
        // The file was rotated: what was counted is not in it any more.
        { lines: ['3 aaaa', '3 aaaa', '3 aaaa', '5 bbbb'], then: 'break' },
        whole('6 bbbb'),
      ],
    });
    expect(logged()).toEqual({ 'web-1': { 'c-0': 4, 'c-1': 2 } });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(counter.unread(true)).toEqual([]);
  });

  it('follows a container that starts anew', async () => {
    const { logged } = await countedOf({
      web: [{ lines: ['2 aaaa', '3 aaaa'], then: 'end' }, whole('8 aaaa', '9 bbbb')],
    });
    expect(logged()).toEqual({ 'web-1': { 'c-0': 3, 'c-1': 1 } });
  });

  it('counts a Pod and the next one of its name', async () => {
    const pods: Record<string, Kubelet> = { 'db-0': pod({ db: [{ lines: ['2 aaaa'], then: 'end' }] }, 'first') };
    const { counter, clock, logged } = start(apiOf(pods));
    counter.follow([member('db-0', 'first')]);
    await settled();
    pods['db-0'] = pod({ db: [whole('8 aaaa', '9 bbbb')] }, 'second');
    await clock.advance(2_000);
    counter.follow([member('db-0', 'second')]);
    await settled();
    expect(logged()).toEqual({ 'db-0': { 'c-0': 2, 'c-1': 1 } });
    expect(counter.unread(true)).toEqual([]);
  });
});

describe('a log that can’t be read', () => {
  it('is tried again, and is unread until then: the Pod, and its log', async () => {
    let failures = 4;
    const api = apiOf({ 'web-1': pod({ web: [whole('2 aaaa')] }) }, () => (failures -= 1) >= 0);
    const { counter, clock, logged } = start(api);
    counter.follow([member('web-1')]);
    await settled();
    expect(counter.unread(false)).toEqual(['web-1']);
    await clock.advance(600);
    expect(counter.unread(false)).toEqual(['web-1']);
    await clock.advance(3_000);
    await settled();
    expect(logged()).toEqual({ 'web-1': { 'c-0': 1 } });
    expect(counter.unread(true)).toEqual([]);
  });

  it('is named at the end where its stream was lost for good', async () => {
    let lost = false;
    const api = apiOf({ 'web-1': pod({ web: [{ lines: ['2 aaaa'], then: 'break' }] }) }, () => lost);
    const { counter, clock, logged } = start(api);
    counter.follow([member('web-1')]);
    await settled();
    lost = true;
    await clock.advance(3_000);
    expect(logged()).toEqual({ 'web-1': { 'c-0': 1 } });
    expect([counter.unread(false), counter.unread(true)]).toEqual([[], ['web-1']]);
  });

  it('matters only where the Pod got requests: was ready at some time', async () => {
    const { counter } = start(apiOf({}, () => true));
    counter.follow([member('web-1', 'uid', false), member('web-2', 'uid-2', false)]);
    counter.follow([member('web-2', 'uid-2', true)]);
    await settled();
    expect(counter.unread(false)).toEqual(['web-2']);
  });

  it('of a container that never started is empty, not unread', async () => {
    const { counter } = await countedOf({ web: [] });
    expect(counter.unread(true)).toEqual([]);
  });

  it('has no second reading where its lines carry no time', async () => {
    const { counter, logged } = await countedOf({ web: [{ lines: ['- aaaa', '- aaaa'], then: 'break' }] });
    expect(logged()).toEqual({ 'web-1': { 'c-0': 2 } });
    expect(counter.unread(true)).toEqual(['web-1']);
  });
});
