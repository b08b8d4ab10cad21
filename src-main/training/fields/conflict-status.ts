import { applyConflict } from '../status-errors.ts';
import type { StatusError } from '../cluster-api.ts';
import type { FieldPath } from './field-set.ts';
import type { FieldManager } from './managed-fields.ts';
import { printPath } from './path-element.ts';

/** A field that another manager owns and that was to get another value. */
export interface Conflict {
  readonly owner: FieldManager;
  readonly path: FieldPath;
}

/** The 409 of an apply. Source: managedfields NewConflictError. */
export function conflictStatus(conflicts: readonly Conflict[]): StatusError {
  const causes = conflicts.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printManager(owner)}`,
    field: printPath(path),
  }));
  return applyConflict(messageOf(conflicts), causes);
}

function messageOf(conflicts: readonly Conflict[]): string {
  const [first, ...more] = conflicts;
  if (first !== undefined && more.length === 0) {
    return `Apply failed with 1 conflict: conflict with ${printManager(first.owner)}: ${printPath(first.path)}`;
  }
  const lines = new Map<string, string[]>();
  for (const { owner, path } of conflicts) {
    const title = printManager(owner);
    lines.set(title, [...(lines.get(title) ?? []), `- ${printPath(path)}`]);
  }
  const told = [...lines].flatMap(([title, paths]) => [`conflicts with ${title}:`, ...paths]);
  return `Apply failed with ${conflicts.length} conflicts: ${told.join('\n')}`;
}

function printManager({ manager, operation, apiVersion, subresource }: FieldManager): string {
  const name = `${JSON.stringify(manager)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
