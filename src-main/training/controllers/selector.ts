import type { Labels, LabelSelector } from './shapes.ts';

/** Whether a workload's selector selects these labels; an empty one selects everything. Source: apimachinery LabelSelectorAsSelector. */
export function matchesSelector(selector: LabelSelector, labels: Labels | undefined): boolean {
  const has = (key: string): boolean => labels !== undefined && Object.hasOwn(labels, key);
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => has(key) && labels?.[key] === value);
  return (
    equal &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = has(key) ? labels?.[key] : undefined;
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      if (operator === 'In') return value !== undefined && values.includes(value);
      return operator === 'NotIn' && (value === undefined || !values.includes(value));
    })
  );
}
