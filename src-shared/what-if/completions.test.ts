import { describe, expect, it } from 'vitest';
import { aContainer, aPod } from '../../test/support/builders.ts';
import { keyCompletions, targetPortCompletions, valueCompletions } from './completions.ts';
import { indexLabels, podsSelected } from './label-index.ts';

let made = 0;
const pods = (count: number, labels: Readonly<Record<string, string>>) =>
  Array.from({ length: count }, () => aPod({ meta: { name: `p-${String((made += 1))}`, labels } }));
const INDEX = indexLabels([
  ...pods(3, { app: 'web', tier: 'front', 'pod-template-hash': 'a1' }),
  ...pods(2, { app: 'api', tier: 'back', 'app.kubernetes.io/name': 'api' }),
  ...pods(1, { app: 'web', tier: 'back' }),
]);
const texts = (found: readonly { readonly text: string; readonly pods: number }[]): readonly string[] =>
  found.map((each) => `${each.text} ${String(each.pods)}`);

describe('completions', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['', [], ['app 6', 'tier 6', 'app.kubernetes.io/name 2', 'pod-template-hash 3']],
    ['name', ['tier'], ['app.kubernetes.io/name 2', 'app 6', 'pod-template-hash 3']],
    ['TI', ['app'], ['tier 6', 'app.kubernetes.io/name 2', 'pod-template-hash 3']],
  ])('of keys for "%s" without %j', (typed, used, expected) => {
    expect(texts(keyCompletions(INDEX, typed, used))).toEqual(expected);
  });

  it('of values are those of Pods that have the other pairs, or of any where none has', () => {
    expect(texts(valueCompletions(INDEX, 'app', '', {}))).toEqual(['web 4', 'api 2']);
    expect(texts(valueCompletions(INDEX, 'app', '', { tier: 'back' }))).toEqual(['api 2', 'web 1']);
    expect(texts(valueCompletions(INDEX, 'app', '', { tier: 'none' }))).toEqual(['web 4', 'api 2']);
    expect(texts(valueCompletions(INDEX, 'toString', '', {}))).toEqual([]);
  });

  it('of a targetPort are names and numbers of the protocol, sidecars included', () => {
    const port = (name: string | null, containerPort: number, protocol: 'TCP' | 'UDP' = 'TCP') => ({
      name,
      containerPort,
      protocol,
    });
    const one = aPod({
      containers: [aContainer({ ports: [port('http', 8080), port('dns', 53, 'UDP')] })],
      initContainers: [
        aContainer({ sidecar: true, ports: [port(null, 9000)] }),
        aContainer({ ports: [port('never', 1)] }),
      ],
    });
    expect(texts(targetPortCompletions([one, one], 'TCP', ''))).toEqual(['8080 2', '9000 2', 'http 2']);
    expect(texts(targetPortCompletions([one], 'TCP', 'ht'))[0]).toBe('http 1');
  });
});

describe('podsSelected', () => {
  it.each<[Readonly<Record<string, string>> | null, number]>([
    [{ app: 'web' }, 4],
    [{ app: 'web', tier: 'back' }, 1],
    [{ app: 'web', none: '' }, 0],
    [{}, 0],
    [null, 0],
  ])('%j: %i', (selector, count) => {
    expect(podsSelected(INDEX, selector)).toHaveLength(count);
  });
});
