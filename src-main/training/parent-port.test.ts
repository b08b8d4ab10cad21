import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Scenario, TrainingNotice, TrainingOrder } from '#shared/ipc/training.ts';
import { obeyParent } from './parent-port.ts';

it('does what the app says and says so; a reset that fails is told in words, and the next one heard', () => {
  const port = new EventEmitter();
  const notices: TrainingNotice[] = [];
  const done: string[] = [];
  obeyParent(Object.assign(port, { postMessage: (notice: TrainingNotice) => notices.push(notice) }), {
    reset: (scenario: Scenario) => {
      if (scenario === 'headless') throw new Error('no scenario is called "headless"');
      done.push(scenario);
    },
    stop: () => done.push('stop'),
  });
  const say = (data: TrainingOrder): unknown => port.emit('message', { data });
  say({ order: 'reset', scenario: 'headless' });
  say({ order: 'reset', scenario: 'course' });
  say({ order: 'stop' });
  expect(notices).toEqual([
    { notice: 'failed', detail: 'no scenario is called "headless"' },
    { notice: 'reset', scenario: 'course' },
  ]);
  expect(done).toEqual(['course', 'stop']);
});
