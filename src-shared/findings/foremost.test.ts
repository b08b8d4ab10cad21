import { describe, expect, it } from 'vitest';
import { finding } from './catalogue.ts';
import type { Finding } from './finding.ts';
import { foremost, lookOf, needsAttention } from './foremost.ts';

const object = { kind: 'Service', namespace: 'default', name: 'web', field: null };
const denied = { kind: 'Pod', verb: 'list', resource: 'pods', namespace: 'default' };
const HEADLESS = finding('headless', object, {});
const NOTHING = finding('nothing-visible', object, { answered: null });
const UNKNOWN = finding('pods-unknown', object, { denied });
const KIND = finding('kind-unknown', object, { denied, look: null });
const WARNING = finding('all-terminating', object, { pods: ['a'] });
const ERROR = finding('no-endpoint-ready', object, { listed: 1 });
const codeOf = (found: readonly Finding[]): string | undefined => foremost(found)?.code;

describe('foremost', () => {
  it('takes the worst, wherever it stands on the path', () => {
    expect(codeOf([HEADLESS, WARNING, ERROR])).toBe('no-endpoint-ready');
    expect(codeOf([HEADLESS, UNKNOWN, WARNING])).toBe('all-terminating');
    expect(codeOf([HEADLESS, UNKNOWN])).toBe('pods-unknown');
    expect(foremost([])).toBeNull();
  });

  it('says that nothing wrong is visible before what is merely worth knowing', () => {
    expect(codeOf([HEADLESS, NOTHING])).toBe('nothing-visible');
    expect(codeOf([HEADLESS, KIND])).toBe('headless');
  });
});

it('takes what may not be read for no trouble of the Service', () => {
  expect(lookOf(UNKNOWN)).toBe('unknown');
  expect(lookOf(KIND)).toBe('info');
  expect(needsAttention([UNKNOWN, HEADLESS])).toBe(false);
  expect(needsAttention([UNKNOWN, WARNING])).toBe(true);
});
