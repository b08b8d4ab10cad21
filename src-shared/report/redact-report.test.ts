import { expect, it } from 'vitest';
import { redactAll } from './redact-report.ts';

it('reaches every string, and leaves all else as it is', () => {
  const value = { list: [{ text: 'token=hunter2', count: 1, none: null, yes: true }], other: 'as it is' };
  expect(redactAll(value)).toEqual({
    list: [{ text: 'token=…', count: 1, none: null, yes: true }],
    other: 'as it is',
  });
});

it('judges a label’s value by its key, and its key too', () => {
  expect(redactAll({ selector: { app: 'web', 'example.com/token': 'hunter2', 'token=hunter2': 'x' } })).toEqual({
    selector: { app: 'web', 'example.com/token': '…', 'token=…': 'x' },
  });
});
