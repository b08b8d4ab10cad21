import { printAge } from '#shared/kube/human-duration.ts';
import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, jsonOf, listOf, textMapOf, textOf } from '../json.ts';
import type { Column } from './column.ts';

type Cell = Column['cell'];

export function text(name: string, cell: Cell): Column {
  return { name, type: 'string', format: '', priority: 0, cell };
}

export function integer(name: string, cell: Cell): Column {
  return { ...text(name, cell), type: 'integer' };
}

/** A column of `-o wide`. */
export function wide(name: string, cell: Cell): Column {
  return { ...text(name, cell), priority: 1 };
}

export const ageCell: Cell = ({ metadata }, now) => printAge(metadata.creationTimestamp, now);

/** What workloads show of their template and selector with `-o wide`. */
export function workloadCells(): readonly Column[] {
  const containersOf = (object: KubeObject, field: string): string =>
    jsonListOf(at(object, 'spec', 'template', 'spec', 'containers'))
      .map((container) => textOf(container[field]))
      .join(',');
  return [
    wide('Containers', (object) => containersOf(object, 'name')),
    wide('Images', (object) => containersOf(object, 'image')),
    wide('Selector', (object) => printLabelSelector(at(object, 'spec', 'selector'))),
  ];
}

/** `app=x,tier in (a,b),!old`, `<none>` for an empty one. Source: apimachinery FormatLabelSelector. */
export function printLabelSelector(selector: unknown): string {
  const labels = Object.entries(textMapOf(jsonOf(selector).matchLabels)).map(
    ([key, value]) => [key, `${key}=${value}`] as const,
  );
  const expressions = jsonListOf(jsonOf(selector).matchExpressions).map((expression) => {
    const key = textOf(expression.key);
    return [key, printExpression(key, textOf(expression.operator), listOf(expression.values).map(textOf))] as const;
  });
  const all = [...labels, ...expressions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, printed]) => printed);
  return all.join(',') || '<none>';
}

function printExpression(key: string, operator: string, values: readonly string[]): string {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`;
  }
}
