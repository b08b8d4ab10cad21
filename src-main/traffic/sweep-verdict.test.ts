import { describe, expect, it } from 'vitest';
import { runAnnotations, runLabels } from './run-marks.ts';
import { maySweep, OTHERS_GRACE_MS } from './sweep-verdict.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const facts = { instance: 'mine', liveRuns: new Set(['live']), now: NOW };
const object = (instance: string, run: string, expiresAt: number): { metadata: Record<string, object> } => {
  const marks = { instance, run, expiresAt };
  return { metadata: { labels: runLabels(marks), annotations: runAnnotations(marks) } };
};

describe('maySweep', () => {
  it.each([
    ['own, long before it expires', 'mine', 'r', NOW + 1e7, true],
    ['own, of a live run', 'mine', 'live', NOW - 1e9, false],
    ['another’s, not expired', 'theirs', 'r', NOW + 1, false],
    ['another’s, expired five minutes ago', 'theirs', 'r', NOW - OTHERS_GRACE_MS, false],
    ['another’s, expired longer ago', 'theirs', 'r', NOW - OTHERS_GRACE_MS - 1, true],
    ['another’s whose run has the name of a live one', 'theirs', 'live', NOW - 1e9, true],
  ])('%s', (_, instance, run, expiresAt, expected) =>
    expect(maySweep(object(instance, run, expiresAt), facts)).toBe(expected),
  );

  it('never without all four marks', () => {
    const whole = object('mine', 'r', NOW);
    expect(maySweep(whole, facts)).toBe(true);
    for (const part of ['labels', 'annotations'])
      for (const key of Object.keys(whole.metadata[part] ?? {})) {
        const rest = Object.fromEntries(Object.entries(whole.metadata[part] ?? {}).filter(([each]) => each !== key));
        expect(maySweep({ metadata: { ...whole.metadata, [part]: rest } }, facts)).toBe(false);
      }
    const dated = { ...whole.metadata, annotations: { 'servicescope.dev/expires-at': 'soon' } };
    expect(maySweep({ metadata: dated }, facts)).toBe(false);
    expect(maySweep(null, facts)).toBe(false);
  });
});
