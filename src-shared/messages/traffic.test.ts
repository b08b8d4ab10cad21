import { describe, expect, it } from 'vitest';
import type { Caveat } from '../traffic/run-plan.ts';
import type { RunRequestProblemCode } from '../traffic/run-request-problem.ts';
import type { ChiSquared, Verdict } from '../traffic/verdict.ts';
import { caveatText, problemText, verdictText } from './traffic-text.ts';
import { trafficEn } from './traffic.en.ts';
import { trafficKo } from './traffic.ko.ts';

/** A name no sentence has; it ends in a consonant, which a fixed particle after it would have to know. */
const NAME = 'xyzzy-k';
const CHI: ChiSquared = { statistic: 7.26, degreesOfFreedom: 3, p: 0.064, intervals: 1 };
const WORST: ChiSquared = { ...CHI, intervals: 4 };
const TWO = {
  kind: 'sticky',
  clients: ['a', 'b'].map((client) => ({ client, pods: ['c'] })),
  answers: 57,
  shared: null,
} as const;

/** Verdicts of every kind, each with what its sentence has to name. */
const VERDICTS: { readonly [K in Verdict['kind']]: readonly (readonly [Extract<Verdict, { kind: K }>, RegExp[]])[] } = {
  'nothing-yet': [[{ kind: 'nothing-yet' }, []]],
  unidentified: [[{ kind: 'unidentified', answers: 1234 }, [/1,234/]]],
  'no-answer': [[{ kind: 'no-answer', failures: 57 }, [/57/]]],
  'one-endpoint': [[{ kind: 'one-endpoint', pod: NAME, answers: 57 }, [/57/, /xyzzy-k/]]],
  spread: [
    [
      { kind: 'spread', pods: 4, answers: 57, test: CHI },
      [/^(Even enough|무작위로 골랐다고 볼 만큼 고)/, /4/, /χ² 7\.3/, /0\.064/],
    ],
    [{ kind: 'spread', pods: 4, answers: 57, test: WORST }, [/χ² 7\.3/, /(worst of 4|4개 구간)/]],
    [{ kind: 'spread', pods: 4, answers: 57, test: null }, [/4/, /57/]],
  ],
  uneven: [
    [{ kind: 'uneven', pods: 4, answers: 57, test: { ...CHI, p: 0.00001 }, unhit: [] }, [/4/, /0\.0001/, /1[,.]?000/]],
    [{ kind: 'uneven', pods: 4, answers: 57, test: CHI, unhit: [NAME, 'b'] }, [/57/, /xyzzy-k, b/]],
  ],
  'too-few': [[{ kind: 'too-few', answers: 5, needed: 26, pods: 4 }, [/5/, /26/, /4/]]],
  sticky: [
    [{ kind: 'sticky', clients: [{ client: NAME, pods: ['a'] }], answers: 57, shared: null }, [/57/]],
    [
      { kind: 'sticky', clients: [{ client: NAME, pods: ['a', 'b'] }], answers: 57, shared: null },
      [/57/, /at a time|한 번에/],
    ],
    [{ ...TWO, clients: TWO.clients.map((each) => ({ ...each, pods: ['a', 'b'] })) }, [/57/, /until|때까지/]],
    [TWO, [/^(2 clients|클라이언트 2개)/, /57/, /57 answers in all|응답 모두 57건/, /always got the same|항상 같은/]],
    [{ ...TWO, shared: { chance: 0.25, likely: true } }, [/can be chance \(1 in 4\)|우연일 수 있습니다\(4분의 1\)/]],
    [{ ...TWO, shared: { chance: 0.00098, likely: false } }, [/hardly chance|우연으로 보기 어렵/, /0\.00098/]],
  ],
  'not-sticky': [[{ kind: 'not-sticky', clients: [{ client: NAME, pods: 3 }], answers: 57 }, [/xyzzy-k/, /3/]]],
  'not-judged': [
    [{ kind: 'not-judged', why: 'keep-alive', pods: 2, answers: 57 }, [/2/, /57/, /sessionAffinity/]],
    [{ kind: 'not-judged', why: 'affinity-expires', pods: 2, answers: 57 }, [/2/, /57/]],
  ],
  stuck: [[{ kind: 'stuck', pod: NAME, answers: 57, chance: 0.0021 }, [/xyzzy-k/, /57/, /0\.0021/, /None/]]],
};

const CAVEATS: { readonly [C in Caveat['code']]: readonly [Extract<Caveat, { code: C }>, RegExp[]] } = {
  'random-choice': [{ code: 'random-choice', mode: 'nftables' }, [/nftables/]],
  'round-robin': [{ code: 'round-robin', mode: 'ipvs' }, [/ipvs/]],
  'proxy-mode-unknown': [{ code: 'proxy-mode-unknown' }, [/kube-proxy/]],
  'one-endpoint': [{ code: 'one-endpoint' }, []],
  'no-endpoint': [{ code: 'no-endpoint' }, []],
  'few-requests': [{ code: 'few-requests', needed: 26 }, [/26/, /99\.9/]],
  mesh: [{ code: 'mesh', mesh: 'linkerd' }, [/linkerd/, /kube-proxy/]],
  'certificate-not-verified': [{ code: 'certificate-not-verified' }, []],
  'keep-alive': [{ code: 'keep-alive' }, []],
  'one-client': [{ code: 'one-client' }, [/ClientIP/]],
  'traffic-policy-local': [{ code: 'traffic-policy-local' }, [/internalTrafficPolicy/]],
  hints: [{ code: 'hints' }, []],
  'affinity-expires': [{ code: 'affinity-expires', seconds: 7 }, [/7/, /ClientIP/]],
  'bare-pod': [{ code: 'bare-pod' }, [/Job/, /Failed/]],
  'membership-changed': [{ code: 'membership-changed', times: 3 }, [/3/]],
  'logs-unread': [{ code: 'logs-unread', pods: [NAME, 'b'] }, [/2/, /xyzzy-k, b/]],
  'affinity-key-is-source-ip': [{ code: 'affinity-key-is-source-ip' }, [/ClientIP/, /NAT/]],
};

const verdicts = Object.values(VERDICTS).flat();
const caveats = Object.values(CAVEATS);
const PARTICLE = new RegExp(`${NAME}["”']*\\s?(은|는|이|가|을|를|과|와|으로|로|의|에|에서|도|만)(?![가-힣])`);

describe.each([
  ['en', trafficEn],
  ['ko', trafficKo],
] as const)('the words of traffic in %s', (language, messages) => {
  const said = [
    ...verdicts.map(([verdict, names]) => ({ of: verdict.kind, text: verdictText(messages, verdict), names })),
    ...caveats.map(([caveat, names]) => ({ of: caveat.code, text: caveatText(messages, caveat), names })),
    ...Object.entries(messages.error).flatMap(([of, { label, meaning }]) => [
      { of, text: label, names: [] },
      { of, text: meaning, names: [] },
    ]),
    ...(Object.keys(messages.problem) as RunRequestProblemCode[]).map((code) => ({
      of: code,
      text: problemText(messages, { field: 'rate', code, limit: 1234 }, language),
      names: ['below', 'above', 'above-cap-of-both-sides'].includes(code) ? [/1,234/] : [],
    })),
  ];

  it('say something of everything, its names and numbers among it', () => {
    for (const { of, text, names } of said) {
      expect(text.trim(), of).not.toBe('');
      expect(text, of).not.toMatch(/undefined|null|NaN|\[object/);
      for (const name of names) expect(text, of).toMatch(name);
    }
  });

  it('say of no two things the same', () => {
    expect(said.length - new Set(said.map(({ text }) => text)).size).toBe(0);
  });

  it('are sentences of that language, with no Korean particle behind a name', () => {
    const sentences = [
      ...verdicts.map(([verdict]) => verdictText(messages, verdict)),
      ...caveats.map(([caveat]) => caveatText(messages, caveat)),
    ];
    expect(sentences.filter((text) => /[가-힣]/.test(text) !== (language === 'ko'))).toEqual([]);
    expect(said.filter(({ text }) => PARTICLE.test(text))).toEqual([]);
  });
});
