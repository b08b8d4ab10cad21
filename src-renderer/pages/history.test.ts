import { fireEvent, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { mountApp } from '../../test/renderer/mount-app.ts';
import type { Scene } from '../../test/renderer/scene.ts';
import { aHistory, HISTORY_SCENES } from '../../test/renderer/scenes-history.ts';
import { withCourse } from '../../test/renderer/scene-parts.ts';

const scene = (name: string, more: Partial<Scene> = {}): Scene => ({
  ...(HISTORY_SCENES[name]?.() ?? withCourse({})),
  ...more,
});
const open = async (played: Scene) => {
  const app = await mountApp(played);
  await fireEvent.click(screen.getByRole('tab', { name: /^History|^기록/ }));
  return app;
};
/** The list, a line a change: its cells without the time. */
const lines = (): (readonly (string | undefined)[])[] =>
  within(screen.getByRole('table', { name: 'Changes' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      [...row.querySelectorAll('td')].slice(1).map(({ textContent }) => textContent.trim().replace(/\s+/g, ' ')),
    );
const drawn = (): readonly HTMLElement[] =>
  within(screen.getByRole('figure', { name: 'When each Pod got traffic' })).getAllByRole('img');
const settled = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  await tick();
};
const PROBE = { code: 'readiness-probe', container: 'myapp', message: 'Readiness probe failed: 503' } as const;
const flaps = (times: number): Scene['history'] =>
  aHistory(
    60,
    Array.from({ length: times }, (_, index) => [
      [500 - index * 60, 'became-not-ready', 'myapp-rs-vc5rl', { code: 'reason', reason: PROBE }] as const,
      [480 - index * 60, 'became-ready', 'myapp-rs-vc5rl', { code: 'reason', reason: { code: 'ready' } }] as const,
    ]).flat(),
  );

describe('the list', { timeout: 30_000 }, () => {
  it('tells of each change, latest first: which Pod, what, and why in words', async () => {
    const { asked } = await open(scene('history'));
    expect(asked('history.read')).toEqual([{ namespace: 'default', name: 'myapp-svc' }]);
    const told = lines();
    expect(told).toHaveLength(13);
    expect(told[0]).toEqual([
      'myapp-rs-9kd4w',
      'Left',
      'The Pod was deleted by ReplicaSet myapp-rs: scaled down, or replaced by a new one.',
    ]);
    expect(told[2]?.[2]).toMatch(/^The readiness probe of container myapp fails: Readiness probe failed: Get "http/);
    expect(told[4]).toEqual(['myapp-rs-7mzqd', 'Left', 'The Pod’s labels changed: app from myapp-rs to debug.']);
    expect(told.at(-1)).toEqual([
      '',
      'Service changed',
      'spec.selector changed from app=myapp to app=myapp-rs. spec.ports changed from 80/TCP→80 to 80/TCP→8080.',
    ]);
  });

  it('says in Korean the same', async () => {
    const played = scene('history');
    const { description } = played;
    const settings = { ...description.settings, language: 'ko' as const };
    await open({ ...played, description: { ...description, settings } });
    const table = screen.getByRole('table', { name: '변경 목록' });
    expect(within(table).getAllByText(/누가 삭제했는지는 API로 알 수 없습니다/)).toHaveLength(2);
  });

  it('grows when the main process has more to tell, of this Service alone', async () => {
    const { transport, asked } = await open(scene('history-unchanged'));
    expect(screen.getByText(/Nothing has changed since\./)).toBeTruthy();
    transport.emit('history', { namespace: 'default', name: 'other' });
    expect(asked('history.read')).toHaveLength(1);
    transport.emit('history', { namespace: 'default', name: 'myapp-svc' });
    await settled();
    expect(asked('history.read')).toHaveLength(2);
  });

  it('has a line for each time nobody watched, and gives no exact time for what came out of it', async () => {
    await open(scene('history-gap'));
    const told = lines();
    expect(told[0]?.[1]).toBe('Not watched');
    expect(told[0]?.[2]).toMatch(/^Since .* nothing is watched\./);
    const from = screen.getAllByRole('row').map((row) => row.querySelector('td')?.textContent.trim() ?? '');
    expect(from.filter((time) => /^between .* and /.test(time))).toHaveLength(2);
    expect(told.filter(([, what]) => what === 'Not watched')).toHaveLength(2);
  });
});

describe('the timeline', { timeout: 30_000 }, () => {
  it('has a line for each Pod, with how it stands now, who changed last first', async () => {
    await open(scene('history'));
    expect(drawn().map((line) => line.getAttribute('aria-label'))).toEqual([
      'myapp-rs-9kd4w: now Out, 3 changes',
      'myapp-rs-vc5rl: now Listed, no traffic, 5 changes',
      'myapp-rs-7mzqd: now Out, 1 change',
      'myapp-rs-2pq8z: now Gets traffic, 1 change',
      'myapp-rs-hn8wt: now Out, 2 changes',
      'myapp-rs-4xk2p: now Gets traffic, 0 changes',
    ]);
    const spans = [...(drawn()[1]?.querySelectorAll('.span') ?? [])].map(({ className }) => className);
    expect(spans.map((name) => /not-ready|in/.exec(name)?.[0])).toEqual([
      'in',
      'not-ready',
      'in',
      'not-ready',
      'in',
      'not-ready',
    ]);
  });

  it('is bounded: six lines, how many more there are, and what is no longer kept', async () => {
    await open(scene('history-many'));
    expect(drawn()).toHaveLength(6);
    expect(screen.getByText('and 35 more, told of in the list')).toBeTruthy();
    expect(screen.getByText(/^4,180 changes before .* are no longer kept\.$/)).toBeTruthy();
  });

  it('is hatched where nobody watched', async () => {
    await open(scene('history-gap'));
    expect(document.querySelectorAll('.unwatched .gap')).toHaveLength(2);
    const named = (name: string) => drawn().find((line) => line.getAttribute('aria-label')?.startsWith(name));
    expect(named('myapp-rs-7mzqd')?.querySelectorAll('.gap')).toHaveLength(1);
    expect(named('myapp-rs-4xk2p')?.querySelectorAll('.gap')).toHaveLength(0);
  });
});

describe('states', { timeout: 30_000 }, () => {
  it.each([
    ['history-empty', 'No Pod has backed this Service yet'],
    ['history-loading', 'Nothing is recorded yet'],
    ['history-denied', 'The history is not known'],
  ])('%s', async (name, title) => {
    await open(scene(name));
    expect(screen.getByText(title)).toBeTruthy();
    expect(screen.queryByRole('table', { name: 'Changes' })).toBeNull();
  });

  it('a main process that fails is told, and what was read stays', async () => {
    const { transport } = await open(scene('history'));
    transport.fail('history.read', failure('internal', { detail: 'lost' }));
    transport.emit('history', { namespace: 'default', name: 'myapp-svc' });
    await settled();
    expect(screen.getByRole('alert').textContent).toContain('lost');
    expect(lines()).toHaveLength(13);
  });
});

it('is saved by a button: where to, or why not', { timeout: 30_000 }, async () => {
  const { transport, asked } = await open(scene('history'));
  await fireEvent.click(screen.getByRole('button', { name: 'Export JSON' }));
  await settled();
  expect(asked('history.export')).toEqual([{ namespace: 'default', name: 'myapp-svc' }]);
  expect(screen.getByText('Saved as /home/user/history.json')).toBeTruthy();
  transport.fail('history.export', failure('export.failed', { path: '/full', detail: 'ENOSPC' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Export JSON' }));
  await settled();
  expect(screen.getByRole('alert').textContent).toContain('ENOSPC');
});

it.each([
  [3, 1],
  [2, 0],
])('a Pod that turned not ready %i times of late is a finding %i times', { timeout: 30_000 }, async (times, found) => {
  await mountApp(withCourse({ hash: '#/service/default/myapp-svc', history: flaps(times) }));
  await fireEvent.click(screen.getByRole('tab', { name: /^Findings/ }));
  const codes = screen.getAllByRole('article').map((article) => article.dataset.code);
  expect(codes.filter((code) => code === 'flapping')).toHaveLength(found);
});
