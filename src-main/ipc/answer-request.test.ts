import { describe, expect, it, vi } from 'vitest';
import type { RequestName } from '#shared/ipc/contract.ts';
import { ok, type Result } from '#shared/ipc/result.ts';
import { type Answer, createAnswer, type Handlers, MAX_PER_SECOND, MAX_WAITING } from './answer-request.ts';
import { ARGUMENT_SCHEMAS } from './argument-schemas.ts';

interface TestWindow {
  readonly id: number;
}

const WINDOW: TestWindow = { id: 1 };
type Handler = (argument: unknown, window: TestWindow) => Promise<Result<unknown>>;

/** Every request goes to one handler. */
function answerWith(
  handler: Handler,
  now?: () => number,
): { answer: Answer<TestWindow>; onTrouble: ReturnType<typeof vi.fn> } {
  const names = Object.keys(ARGUMENT_SCHEMAS);
  const handlers = Object.fromEntries(names.map((name) => [name, handler])) as unknown as Handlers<TestWindow>;
  const onTrouble = vi.fn();
  return { answer: createAnswer({ handlers, onTrouble, ...(now === undefined ? {} : { now }) }), onTrouble };
}

const RUN = {
  namespace: 'web',
  service: 'hello',
  port: 80,
  scheme: 'http',
  path: '/',
  requests: 200,
  rate: 50,
  clients: 2,
  timeoutMs: 2_000,
  newConnection: true,
  affinity: 'as-is',
  identify: { by: 'answer' },
};

const REPORT = { service: { namespace: 'a', name: 'b' }, format: 'markdown', text: '# a/b' };
const CHANGE = { kind: 'Service', namespace: 'a', name: 'b', uid: 'u', resourceVersion: '7' };
const selectorTo = (to: unknown): object => ({
  change: { ...CHANGE, edits: [{ field: 'selector', from: null, to }] },
  dryRun: true,
});
const MANY = Object.fromEntries(Array.from({ length: 101 }, (_none, at) => [`key-${String(at)}`, '']));

describe('createAnswer', () => {
  it('hands the argument to the handler of its name, with the window that asked', async () => {
    const handler = vi.fn<Handler>((argument) => Promise.resolve(ok(argument)));
    const { answer } = answerWith(handler);
    expect(await answer(WINDOW, 'cluster.open', { context: 'dev', namespace: null })).toEqual(
      ok({ context: 'dev', namespace: null }),
    );
    expect(handler).toHaveBeenCalledWith({ context: 'dev', namespace: null }, WINDOW);
  });

  it('takes a change of a selector, which may be taken out', async () => {
    const { answer } = answerWith(() => Promise.resolve(ok(null)));
    for (const to of [{ 'app.kubernetes.io/name': 'web', empty: '' }, {}, null])
      expect(await answer(WINDOW, 'object.patch', selectorTo(to))).toEqual(ok(null));
  });

  it('takes a report of the length a page may make it', async () => {
    const { answer } = answerWith(() => Promise.resolve(ok(null)));
    const longest = { ...REPORT, text: 'x'.repeat(2_000_000) };
    expect(await answer(WINDOW, 'report.save', longest)).toEqual(ok(null));
  });

  it('takes a left-out argument as none', async () => {
    const { answer } = answerWith(() => Promise.resolve(ok('described')));
    expect(await answer(WINDOW, 'app.describe', undefined)).toEqual(ok('described'));
  });

  it.each([
    ['a frame that is no window of ours', null, 'app.describe', null, 'sender'],
    ['a name that is in no contract', WINDOW, 'cluster.delete', null, 'name'],
    ['a name every object has', WINDOW, 'constructor', null, 'name'],
    ['the prototype’s name', WINDOW, '__proto__', null, 'name'],
    ['a name that is no text', WINDOW, { toString: (): string => 'app.describe' }, null, 'name'],
    ['an argument of another type', WINDOW, 'cluster.open', 'dev', 'cluster.open'],
    ['a field of another type', WINDOW, 'cluster.open', { context: 7, namespace: null }, 'context'],
    ['a field too many', WINDOW, 'cluster.open', { context: 'a', namespace: null, token: 'x' }, 'cluster.open'],
    ['a missing field', WINDOW, 'traffic.start', { ...RUN, path: undefined }, 'path'],
    ['an argument where none is taken', WINDOW, 'cluster.retry', {}, 'cluster.retry'],
    ['a report without end', WINDOW, 'report.save', { ...REPORT, text: 'x'.repeat(2_000_001) }, 'text'],
    ['an empty report', WINDOW, 'report.save', { ...REPORT, text: '' }, 'text'],
    ['a report of another format', WINDOW, 'report.save', { ...REPORT, format: 'sh' }, 'format'],
    ['a report with a place of its own', WINDOW, 'report.save', { ...REPORT, path: '/etc/passwd' }, 'report.save'],
    ['a text without end', WINDOW, 'app.copy', { text: 'x'.repeat(2_000_001) }, 'text'],
    [
      'a name longer than Kubernetes has',
      WINDOW,
      'object.yaml',
      { kind: 'Pod', namespace: 'a', name: 'x'.repeat(254) },
      'name',
    ],
    ['a kind that is not watched', WINDOW, 'object.yaml', { kind: 'Secret', namespace: 'a', name: 'b' }, 'kind'],
    ['a rate that is no number', WINDOW, 'traffic.start', { ...RUN, rate: NaN }, 'rate'],
    ['an endless rate', WINDOW, 'traffic.start', { ...RUN, rate: Infinity }, 'rate'],
    ['labels without end', WINDOW, 'cluster.elsewhere', { selector: MANY, except: 'a' }, 'selector'],
    ['a label without end', WINDOW, 'object.patch', selectorTo({ app: 'x'.repeat(513) }), 'change.edits.0.to.app'],
    ['a change of nothing', WINDOW, 'object.patch', { change: { ...CHANGE, edits: [] }, dryRun: true }, 'change.edits'],
    [
      'a change of another kind',
      WINDOW,
      'object.patch',
      { change: { ...CHANGE, kind: 'Secret', edits: [] }, dryRun: true },
      'change.kind',
    ],
    [
      'labels for a Service',
      WINDOW,
      'object.patch',
      { change: { ...CHANGE, edits: [{ field: 'labels', from: {}, to: {} }] }, dryRun: false },
      'change.edits.0.field',
    ],
    [
      'a header, which a run does not have',
      WINDOW,
      'traffic.start',
      { ...RUN, headers: 'a: b\r\nc: d' },
      'traffic.start',
    ],
  ])('refuses %s before any handler runs', async (_what, window, name, argument, field) => {
    const handler = vi.fn<Handler>();
    const { answer } = answerWith(handler);
    const answered = await answer(window, name, argument);
    expect(answered).toMatchObject({ ok: false, failure: { code: 'argument.invalid', parameters: { field } } });
    expect(handler).not.toHaveBeenCalled();
  });

  it('has a schema for each request that takes none, and refuses null where something is taken', async () => {
    const { answer } = answerWith(() => Promise.resolve(ok(null)));
    const none: RequestName[] = ['app.describe', 'kubeconfig.contexts', 'cluster.subscribe', 'cluster.retry'];
    for (const name of none) expect(await answer(WINDOW, name, null)).toEqual(ok(null));
    for (const name of ['cluster.open', 'traffic.start', 'app.copy']) {
      expect(await answer(WINDOW, name, null)).toMatchObject({ ok: false });
    }
  });

  it('makes a value of a handler that throws, and tells the log', async () => {
    const { answer, onTrouble } = answerWith(() => Promise.reject(new Error('broken')));
    const answered = await answer(WINDOW, 'app.describe', null);
    expect(answered).toEqual({ ok: false, failure: { code: 'internal', parameters: { detail: 'broken' } } });
    expect(onTrouble).toHaveBeenCalledOnce();
  });

  it('lets so many requests of one window wait, no more, and others’ all the same', async () => {
    const ends: (() => void)[] = [];
    const { answer } = answerWith(() => new Promise((resolve) => ends.push(() => resolve(ok(null)))));
    const waiting = Array.from({ length: MAX_WAITING }, () => answer(WINDOW, 'cluster.retry', null));
    expect(await answer(WINDOW, 'cluster.retry', null)).toMatchObject({ failure: { parameters: { field: 'rate' } } });
    const other = answer({ id: 2 }, 'cluster.retry', null);
    for (const end of ends) end();
    expect(await other).toEqual(ok(null));
    expect(await Promise.all(waiting)).toHaveLength(MAX_WAITING);
    const again = answer(WINDOW, 'cluster.retry', null);
    ends.at(-1)?.();
    expect(await again).toEqual(ok(null));
  });

  it('answers so many requests of one window in a second, and again in the next', async () => {
    let now = 5_000;
    const { answer } = answerWith(
      () => Promise.resolve(ok(null)),
      () => now,
    );
    const refused = async (): Promise<boolean> => !(await answer(WINDOW, 'cluster.retry', null)).ok;
    for (let asked = 0; asked < MAX_PER_SECOND; asked += 1) expect(await refused()).toBe(false);
    expect(await refused()).toBe(true);
    expect(await answer({ id: 2 }, 'cluster.retry', null)).toEqual(ok(null));
    now += 1_000;
    expect(await refused()).toBe(false);
  });
});
