/** One requirement of a meta/v1 LabelSelector; an entry of `matchLabels` is `In` with one value. */
export interface SelectorTerm {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/**
 * Whether labels meet every term; no terms select everything. `NotIn` holds where the key is absent. Source: apimachinery
 * v0.34.4 labels.Requirement.Matches.
 */
export function meetsTerms(terms: readonly SelectorTerm[], labels: Readonly<Record<string, string>>): boolean {
  return terms.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
    }
  });
}
