import { describe, expect, it } from 'vitest';
import { POD_CASES } from '../../test/support/findings/cases-pods.ts';
import { SERVICE_CASES } from '../../test/support/findings/cases-service.ts';
import { TRAFFIC_CASES } from '../../test/support/findings/cases-traffic.ts';
import { inputOf } from '../../test/support/findings/world.ts';
import { diagnose } from '../findings/diagnose.ts';
import type { Finding } from '../findings/finding.ts';
import { findingText } from './finding-text.ts';
import { findingsEn } from './findings.en.ts';
import { findingsKo } from './findings.ko.ts';

/** A name no sentence has; it ends in a consonant, which a fixed particle after it would have to know. */
const NAME = 'xyzzy-k';
/** Parameters that are one of a few words, not a name. */
const CHOSEN = new Set(['is', 'kind', 'by', 'look']);

const FINDINGS = [...SERVICE_CASES, ...POD_CASES, ...TRAFFIC_CASES].flatMap(({ raised }) => diagnose(inputOf(raised)));

/** The finding with every name in it replaced. */
function renamed(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return CHOSEN.has(field) ? value : NAME;
  if (Array.isArray(value)) return value.map((each) => renamed(each, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, key)]));
}

const said = (messages: typeof findingsEn): readonly string[] =>
  FINDINGS.flatMap((finding) => {
    const parameters = renamed(finding.parameters);
    return Object.values<string>({ ...findingText(messages, { ...finding, parameters } as Finding) });
  });

describe.each([
  ['en', findingsEn],
  ['ko', findingsKo],
] as const)('%s', (language, messages) => {
  it('says every finding in whole sentences, and nothing of undefined or null', () => {
    const texts = said(messages);
    expect(
      texts.filter((text) => text.trim() === '' || /undefined|null|\[object|NaN| {2}|\.\.(?!\.)/.test(text)),
    ).toEqual([]);
    if (language === 'ko') expect(texts.filter((text) => !/[가-힣]/.test(text))).toEqual([]);
  });

  it('names what the finding is about', () => {
    const nearest = FINDINGS.find(({ code }) => code === 'selector-matches-no-pod');
    if (nearest === undefined) throw new Error('no example');
    const { title, explanation, next } = findingText(messages, nearest);
    expect(title).toContain('app=myapp');
    expect(explanation).toContain('app=myapp-rs');
    expect(next).toContain('app=myapp-rs');
  });

  it('says of a workload scaled to 0 what its Pods would have, and that it has to be scaled up too', () => {
    const example = FINDINGS.find((each) => each.code === 'selector-matches-no-pod');
    if (example?.code !== 'selector-matches-no-pod') throw new Error('no example');
    const near = example.parameters.nearest.map((each) => ({
      ...{ ...each, pods: 0, example: '', owner: { kind: 'ReplicaSet', name: 'web' } },
    }));
    const { explanation, next } = findingText(messages, {
      ...example,
      parameters: { ...example.parameters, nearest: near },
    });
    const said = {
      en: ['ReplicaSet web asks for 0 Pods; its Pods would have app=myapp-rs.', 'Then scale ReplicaSet web up.'],
      ko: [
        '가장 가까운 워크로드: 레플리카가 0개인 ReplicaSet web, Pod가 생기면 가질 레이블 app=myapp-rs',
        '그런 다음 레플리카를 늘리세요: ReplicaSet web.',
      ],
    }[language];
    expect(explanation).toContain(said[0]);
    expect(next).toContain(said[1]);
  });
});

it('puts no Korean particle behind a name it does not know', () => {
  const particle = new RegExp(`${NAME}["”')]*\\s?(은|는|이|가|을|를|과|와|으로|로|의|에|에서|도|만)(?![가-힣])`);
  expect(said(findingsKo).filter((text) => particle.test(text))).toEqual([]);
});
