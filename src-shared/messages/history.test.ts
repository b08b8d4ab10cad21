import { describe, expect, it } from 'vitest';
import type { HistoryCause, HistoryEntry } from '../history/history.ts';
import { en } from './en.ts';
import { whatText, whyText } from './history-text.ts';
import { ko } from './ko.ts';

/** It ends in a consonant, which a fixed particle after it would have to know. */
const NAME = 'xyzzy-k';
const CAUSES: readonly HistoryCause[] = [
  { code: 'reason', reason: { code: 'readiness-probe', container: NAME, message: NAME } },
  { code: 'deleted', by: null },
  { code: 'deleted', by: { kind: 'controller', controller: 'ReplicaSet', name: NAME } },
  { code: 'deleted', by: { kind: 'disruption', reason: 'EvictionByEvictionAPI' } },
  { code: 'deleted', by: { kind: 'disruption', reason: NAME } },
  { code: 'pod-created', by: null },
  { code: 'pod-created', by: { controller: 'ReplicaSet', name: NAME } },
  {
    code: 'labels-changed',
    labels: [
      { key: NAME, from: NAME, to: null },
      { key: 'b', from: null, to: NAME },
    ],
  },
  { code: 'selector-changed', from: NAME, to: NAME },
  { code: 'service-created' },
  { code: 'service-deleted' },
  { code: 'slice-edited' },
  { code: 'unknown' },
];
const entry = (why: HistoryCause): HistoryEntry => ({
  ...{ id: 1, at: 0, since: null, what: 'left', member: { key: NAME, name: NAME }, state: null, why },
});
const changed: HistoryEntry = {
  ...{ id: 1, at: 0, since: null, what: 'service-changed' },
  fields: [{ field: 'spec.selector', from: NAME, to: NAME }],
};

describe.each([
  ['en', en],
  ['ko', ko],
] as const)('%s', (language, messages) => {
  const { history } = messages;
  const texts = [
    ...[...CAUSES.map(entry), changed].map((each) => whyText(messages, each)),
    ...[history.dropped(1, NAME), history.gap(NAME, NAME), history.gapLasts(NAME), history.between(NAME, NAME)],
    ...[history.exported(NAME), history.since(NAME), history.row(NAME, NAME, history.count(1)), history.more(3)],
  ];

  it('has something to say of every cause, and nothing of undefined or null', () => {
    expect(texts.filter((text) => text.trim() === '' || /undefined|null|\[object/.test(text))).toEqual([]);
    expect(texts.slice(0, CAUSES.length).filter((text) => language === 'ko' && !/[가-힣]/.test(text))).toEqual([]);
  });

  it('puts no Korean particle behind a name it does not know', () => {
    const particle = new RegExp(`${NAME}["”']*\\s?(은|는|이|가|을|를|과|와|으로|로|의|에|에서|도|만)(?![가-힣])`);
    expect(texts.filter((text) => particle.test(text))).toEqual([]);
  });

  it('calls what is listed without traffic the same everywhere', () => {
    const { legend, what } = messages.history;
    expect(what['became-not-ready']).toBe(legend['not-ready']);
    expect(messages.membership.state['not-ready'].label).toBe(legend['not-ready']);
  });

  it('says of who entered whether it gets traffic', () => {
    const entered = (state: 'in' | 'not-ready'): string =>
      whatText(messages, { ...entry({ code: 'unknown' }), what: 'entered', state } as HistoryEntry);
    expect(entered('in')).not.toBe(entered('not-ready'));
  });
});
