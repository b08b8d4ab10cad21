import { describe, expect, it } from 'vitest';
import { golden } from '../../test/support/golden.ts';
import { formatSelector, selects } from './label-selector.ts';

interface SelectorCase {
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly matches: boolean;
  readonly printed: string;
}

describe('selectors, as k8s.io/apimachinery reads them', () => {
  const { cases } = golden<SelectorCase>('label-selectors');

  it('select the same labels', () => {
    expect(cases.filter(({ matches }) => matches).length).toBeGreaterThan(10);
    expect(cases.filter(({ selector, labels, matches }) => selects(selector, labels) !== matches)).toEqual([]);
  });

  it('are printed the same', () => {
    expect(cases.map(({ selector }) => formatSelector(selector))).toEqual(cases.map(({ printed }) => printed));
    expect(formatSelector(null)).toBe('<none>');
  });

  it('none selects nothing', () => {
    expect(selects(null, { app: 'web' })).toBe(false);
  });
});
