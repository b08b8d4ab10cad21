import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure } from '../ipc/failure.ts';
import type { EndpointsNote, MemberReason, NoneReason } from '../membership/member.ts';
import { en } from './en.ts';
import { failureDetailEn } from './failure-detail.en.ts';
import { failureDetailKo } from './failure-detail.ko.ts';
import { failureText, type FailureText, withCommand } from './failure-text.ts';
import { ko } from './ko.ts';
import { endpointsNoteText, memberReasonText, noneReasonText, reachNoteText } from './membership-text.ts';

const LANGUAGES = [
  ['en', en],
  ['ko', ko],
] as const;

/** A name no sentence has; it ends in a consonant, which a fixed particle after it would have to know. */
const NAME = 'xyzzy-k';

/** Stands for any parameters: each field is the name, a list of it where a list is asked for. */
const anything = new Proxy({}, { get: (_, field) => (LISTS.has(String(field)) ? [NAME] : NAME) }) as never;
const LISTS = new Set(['paths', 'known', 'open', 'asked', 'families', 'onlyInSlices', 'onlyInEndpoints']);

type Sentence = (parameters: never) => string | FailureText;

/** Every sentence that takes parameters, said of the name. */
function said(messages: typeof en): readonly string[] {
  const { failures, membership } = messages;
  const details = messages === ko ? failureDetailKo : failureDetailEn;
  const all = [failures, details, membership.reason, membership.none, membership.endpointsNote];
  return all.flatMap((sentences) =>
    Object.values<Sentence>(sentences).flatMap((sentence) => {
      const text = sentence(anything);
      // A `why` chosen among fixed words has none for the name.
      const { what, why, next } = typeof text === 'string' ? { what: text, why: text, next: text } : text;
      return [what, ...[why].filter((each: string | undefined) => each !== undefined), next];
    }),
  );
}

describe.each(LANGUAGES)('%s', (language, messages) => {
  it('ends in a command, after a colon, wherever a failure names one to be typed', () => {
    const nexts = Object.values<Sentence>(messages.failures).flatMap((sentence) => {
      const text = sentence(anything);
      return typeof text === 'string' ? [] : [text.next];
    });
    const typed = nexts.filter((next) => /(kubectl|npm start) [a-z-]/.test(next) && !next.includes('--readonly'));
    expect(typed.length).toBeGreaterThan(8);
    expect(typed.filter((next) => !withCommand(next).text.endsWith(':'))).toEqual([]);
    for (const next of nexts) {
      const { text, command } = withCommand(next);
      expect(command === null ? text : `${text} ${command}`).toBe(next);
      expect(command ?? 'kubectl x').toMatch(/^(kubectl|npm start) \S/);
      expect(command ?? '').not.toMatch(/[가-힣.]$/);
    }
  });

  it('says something of everything, and nothing of undefined or null', () => {
    expect(said(messages).filter((text) => text.trim() === '' || /undefined|null|\[object/.test(text))).toEqual([]);
  });

  it('says failures, reasons and notes by their code', () => {
    const dns = failureText(messages.failures, failure('connect.dns', { host: NAME }));
    expect(dns.what).toContain(NAME);
    const reason: MemberReason = { code: 'readiness-gate', gate: NAME };
    const none: NoneReason = { code: 'no-pod-matches', selector: 'app=web' };
    const note: EndpointsNote = { code: 'differ', onlyInSlices: [NAME], onlyInEndpoints: [] };
    expect(memberReasonText(messages.membership, reason)).toContain(NAME);
    expect(noneReasonText(messages.membership, none)).toContain('app=web');
    expect(endpointsNoteText(messages.membership, note)).toContain(NAME);
    expect(language === 'ko').toBe(/[가-힣]/.test(dns.what));
  });
});

it('says which clients reach which endpoints', () => {
  const zones = [{ zone: NAME, endpoints: 2 }];
  for (const messages of [en, ko]) {
    expect(reachNoteText(messages.membership, { code: 'zone-hints', zones })).toContain(NAME);
    for (const policy of ['internal', 'external'] as const) {
      const nodes = [NAME, 'b', 'c', 'd', 'e', 'f', 'g'];
      const text = reachNoteText(messages.membership, { code: 'local-drops', policy, nodes });
      expect(text).toContain(`${policy}TrafficPolicy`);
      expect(text).toMatch(new RegExp(`${NAME}, b, c, d, e (and 2 more|외 2개)`));
    }
  }
});

it('puts no Korean particle behind a name it does not know', () => {
  const particle = new RegExp(`${NAME}["”']*\\s?(은|는|이|가|을|를|과|와|으로|로|의|에|에서|도|만)(?![가-힣])`);
  expect(said(ko).filter((text) => particle.test(text))).toEqual([]);
});

it('has the same members in both languages', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
      : typeof value;
  expect(shape(ko)).toEqual(shape(en));
});

/** One word a thing, as docs/glossary.md has it: what it rejects, and what it says. */
const REJECTED = [
  [/쿠버네티스/, 'Kubernetes'],
  [/객체/, '오브젝트'],
  [/정규식/, '정규 표현식'],
  [/제한 시간/, '타임아웃'],
  [/\bNode\b/, '노드'],
  // A watch event is none of the kind Event.
  [/(?<!\(watch\) )이벤트/, 'Event'],
  [/나이(?![가-힣])/, '경과 시간'],
] as const;

it.each(REJECTED)('has no %s in Korean: the glossary says %s', (rejected, said) => {
  const korean = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ko.ts'));
  const lines = korean.flatMap((name) => readFileSync(join(import.meta.dirname, name), 'utf8').split('\n'));
  expect(lines.filter((line) => rejected.test(line))).toEqual([]);
  expect(lines.some((line) => line.includes(said))).toBe(true);
});

it('has a short phrase for each reason why nobody is there, that fits the cell', () => {
  for (const [messages, most] of [
    [en, 20],
    [ko, 12],
  ] as const) {
    expect(Object.keys(messages.membership.noneShort).sort()).toEqual(Object.keys(messages.membership.none).sort());
    expect(Object.values(messages.membership.noneShort).filter((text) => text.length > most)).toEqual([]);
  }
});
