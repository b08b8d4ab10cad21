import { jsonListOf, listOf, textMapOf, textOf, type Json } from '../json.ts';
import { lookUp } from '../look-up.ts';

/** One condition of a label selector. `exists` has no values. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent' | 'gt' | 'lt';
  readonly values: readonly string[];
}

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: 'absent',
};

/** A LabelSelector (matchLabels and matchExpressions) as requirements; an unknown operator matches nothing. */
export function parseLabelSelector(selector: Json): readonly Requirement[] {
  const labels = Object.entries(textMapOf(selector.matchLabels)).map(([key, value]): Requirement => ({
    key,
    operator: 'in',
    values: [value],
  }));
  const expressions = jsonListOf(selector.matchExpressions).map((expression): Requirement => ({
    key: textOf(expression.key),
    operator: lookUp(OPERATORS, textOf(expression.operator)) ?? 'in',
    values: listOf(expression.values).map(textOf),
  }));
  return [...labels, ...expressions];
}

/** Whether labels meet every requirement. `notin` also holds where the label is absent. Source: apimachinery labels.Requirement. */
export function matchesLabels(
  requirements: readonly Requirement[],
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return requirements.every((requirement) => meets(requirement, labels ?? {}));
}

function meets({ key, operator, values }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'gt':
    case 'lt':
      return value !== undefined && isBeyond(value, operator, values[0] ?? '');
  }
}

function isBeyond(value: string, operator: 'gt' | 'lt', limit: string): boolean {
  if (!/^-?\d+$/.test(value)) return false;
  return operator === 'gt' ? Number(value) > Number(limit) : Number(value) < Number(limit);
}
